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
    /// For each source, rule and UTC day from <paramref name="from"/> to <paramref name="to"/>, both included, the worst outcome and the sums; in that order.
    /// </summary>
    /// <param name="source">Only results of this source; null: of all.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<CheckDay>> GetHistoryAsync(string? source, DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>
    /// For each source and rule, what the newest runs of the source said together: as many runs as it takes until <paramref name="events"/> events were checked, none that ended before
    /// <paramref name="from"/>. Runs in which the rule was skipped, or nothing was there to be checked by it, add nothing; a rule of which that is so for all is left out. Ordered by source and rule.
    /// </summary>
    /// <param name="source">Only results of this source; null: of all.</param>
    /// <param name="from">The earliest end of a run, UTC, included.</param>
    /// <param name="events">Events that are enough.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<CheckTotal>> GetTotalsAsync(string? source, Instant from, long events, CancellationToken cancellationToken);
}

/// <summary>What one rule said on one day.</summary>
/// <param name="Source">The source.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Day">The UTC day.</param>
/// <param name="Outcome">The worst outcome of the day.</param>
/// <param name="Checked">Events checked on that day.</param>
/// <param name="Violations">Events of that day that break the rule.</param>
public sealed record CheckDay(string Source, string Rule, DateOnly Day, CheckOutcome Outcome, long Checked, long Violations);
