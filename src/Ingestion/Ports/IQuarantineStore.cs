using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Ports;

/// <summary>
/// Keeps refused events. An event is identified by its source, the fingerprint of its origin and its record number: storing it again never makes a second one.
/// Thread-safe. When a task ends, what it wrote survives a crash.
/// </summary>
public interface IQuarantineStore
{
    /// <summary>Bytes of a record that a page holds at most.</summary>
    const int ListedBytes = 4_096;

    /// <summary>
    /// Stores refused events of one origin, all or none. An event that is stored and still open takes the new reasons, contract version and run; one that was
    /// replayed or dismissed is left alone.
    /// </summary>
    Task AddAsync(QuarantineOrigin origin, IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the open events that <paramref name="runId"/> (null: any run) stored from <paramref name="firstRecord"/> on: what was written ahead of a mark before the writer died.
    /// </summary>
    Task RemoveFromAsync(string source, string fingerprint, Guid? runId, long firstRecord, CancellationToken cancellationToken);

    /// <summary>Removes events in whatever state, with their reasons. Unknown numbers are passed over.</summary>
    Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken);

    /// <summary>Marks as replayed the open events of an origin that <paramref name="runId"/> did not refuse again: a repeated ingestion accepted them.</summary>
    Task ResolveOthersAsync(string source, string fingerprint, Guid runId, Instant at, CancellationToken cancellationToken);

    /// <summary>Marks events as replayed. Unknown and already replayed numbers are passed over.</summary>
    Task SetReplayedAsync(IReadOnlyList<long> ids, Instant at, string? by, CancellationToken cancellationToken);

    /// <summary>Marks the open events of the filter as dismissed.</summary>
    /// <returns>How many there were.</returns>
    Task<long> DismissAsync(QuarantineFilter filter, Instant at, string? by, CancellationToken cancellationToken);

    /// <summary>One page, newest first. Of a record longer than <see cref="ListedBytes"/> it has the first bytes only.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="cursor">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">Events at most.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<QuarantinePage> GetPageAsync(QuarantineFilter filter, long? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Events with a number above <paramref name="afterId"/>, oldest first: for walking through all of them. At most <paramref name="limit"/>, and fewer where they are long, so that
    /// any number of them fits; none only at the end.
    /// </summary>
    Task<IReadOnlyList<QuarantinedEvent>> ReadAsync(QuarantineFilter filter, long afterId, int limit, CancellationToken cancellationToken);

    /// <summary>The event of that number; null when there is none.</summary>
    Task<QuarantinedEvent?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Number of events of the filter.</summary>
    Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellationToken);

    /// <summary>Number of events of the filter by source; sources without any are absent.</summary>
    Task<IReadOnlyDictionary<string, long>> CountBySourceAsync(QuarantineFilter filter, CancellationToken cancellationToken);

    /// <summary>Counts by source and rule, largest first.</summary>
    Task<IReadOnlyList<RuleCount>> CountByRuleAsync(QuarantineFilter filter, CancellationToken cancellationToken);

    /// <summary>Counts by rule and day from <paramref name="from"/> to <paramref name="to"/>, both included, ordered by rule and day; days without events are left out.</summary>
    Task<IReadOnlyList<RuleDayCount>> CountByDayAsync(
        QuarantineFilter filter, QuarantineDay day, DateOnly from, DateOnly to, CancellationToken cancellationToken);
}
