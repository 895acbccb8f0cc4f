using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion;

/// <summary>
/// Knows from the events that were checked which columns of a source hold times after the event's own, so that their values cannot have been known when it happened. Thread-safe.
/// </summary>
public sealed class FutureColumns(ICheckResultStore checks, TimeProvider clock)
{
    /// <summary>Days that are looked back.</summary>
    public const int DayCount = 90;

    /// <summary>The columns of a source for which that was seen, by name; none when all were earlier, or when no event was checked lately.</summary>
    public async Task<IReadOnlyDictionary<string, FutureColumn>> FindAsync(string source, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var days = await checks.GetHistoryAsync(source, today.AddDays(1 - DayCount), today.AddDays(1), cancellationToken).ConfigureAwait(false);
        return days.Select(static day => day.Total).Where(static day => day.Rule.StartsWith(EventRules.Future + ":", StringComparison.Ordinal))
            .GroupBy(static day => day.Rule[(EventRules.Future.Length + 1)..], StringComparer.Ordinal)
            .Select(static column => new FutureColumn(column.Key, column.Sum(static day => day.Violations), column.Sum(static day => day.Checked)))
            .Where(static column => column.Later > 0)
            .ToDictionary(static column => column.Name, StringComparer.Ordinal);
    }
}

/// <summary>A column that holds times after the event's own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Later">Events for which that was so.</param>
/// <param name="Checked">Events of the runs that looked.</param>
public sealed record FutureColumn(string Name, long Later, long Checked);
