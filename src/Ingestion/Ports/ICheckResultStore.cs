using Ingestion.Model;

namespace Ingestion.Ports;

/// <summary>Keeps the results of checks. Thread-safe.</summary>
public interface ICheckResultStore
{
    /// <summary>Stores results, all or none; a result of the same run and rule is replaced.</summary>
    Task SaveAsync(IReadOnlyList<CheckResult> results, CancellationToken cancellationToken);

    /// <summary>For each rule of the source its newest result that was not skipped (or the newest, when all were), ordered by rule.</summary>
    Task<IReadOnlyList<CheckResult>> GetLatestAsync(string source, CancellationToken cancellationToken);

    /// <summary>For each rule and UTC day from <paramref name="from"/> to <paramref name="to"/>, both included, the worst outcome and the sums; ordered by rule and day.</summary>
    Task<IReadOnlyList<CheckDay>> GetHistoryAsync(string source, DateOnly from, DateOnly to, CancellationToken cancellationToken);
}

/// <summary>What one rule said on one day.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Day">The UTC day.</param>
/// <param name="Outcome">The worst outcome of the day.</param>
/// <param name="Checked">Events checked on that day.</param>
/// <param name="Violations">Events of that day that break the rule.</param>
public sealed record CheckDay(string Rule, DateOnly Day, CheckOutcome Outcome, long Checked, long Violations);
