using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Ports;

/// <summary>Keeps the results of checks. Thread-safe.</summary>
public interface ICheckResultStore
{
    /// <summary>Stores results, all or none; a result of the same run and rule is replaced.</summary>
    Task SaveAsync(IReadOnlyList<CheckResult> results, CancellationToken cancellationToken);

    /// <summary>
    /// For each rule that the newest run of a source checked, the newest result that checked events and was not skipped (or the newest, when none did), ordered by source and rule. Rules
    /// that the contract had only earlier are left out.
    /// </summary>
    /// <param name="source">Only results of this source; null: of all.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<CheckResult>> GetLatestAsync(string? source, CancellationToken cancellationToken);

    /// <summary>
    /// For each source, rule and UTC day from <paramref name="from"/> to <paramref name="to"/>, both included, what the runs of the day said together; in that order. A day without a run is left out.
    /// </summary>
    /// <param name="source">Only results of this source; null: of all.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<CheckDay>> GetHistoryAsync(string? source, DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>
    /// For each source and rule, what the runs of <paramref name="span"/> said together. Runs in which the rule was skipped, or nothing was there to be checked by it, add nothing; a rule of which that
    /// is so for all is a skip. Ordered by source and rule.
    /// </summary>
    /// <param name="source">Only results of this source; null: of all.</param>
    /// <param name="span">Which runs count.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<CheckTotal>> GetTotalsAsync(string? source, CheckSpan span, CancellationToken cancellationToken);
}

/// <summary>Which runs of a source count together: all since <paramref name="Lately"/>, and before them as many of the newest as it takes until there are enough events. Times are UTC.</summary>
/// <param name="From">The earliest end of a run, included.</param>
/// <param name="Lately">Runs that ended then or later count in any case.</param>
/// <param name="Events">Events that are enough.</param>
public sealed record CheckSpan(Instant From, Instant Lately, long Events);

/// <summary>What one rule said on one day.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Total">What the runs of the day said together.</param>
public sealed record CheckDay(DateOnly Day, CheckTotal Total);
