using Catalog.Core.Values;
using Catalog.Persistence.Lineage.Entities;
using Catalog.Persistence.Storage;
using Lineage.Ingest;
using Lineage.Model;
using Lineage.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage.Repositories;

internal sealed class LineageStore(CatalogDatabase<LineageDbContext> database) : ILineageStore
{
    private const int MostEvents = 1000;

    public Task<IReadOnlyList<bool>> AppendAsync(
        IReadOnlyList<LineageEvent> events, Instant receivedAt, CancellationToken cancellationToken)
        => database.WriteAsync((context, token) => AppendAsync(context, events, receivedAt, token), cancellationToken);

    public Task<EventPage> ListEventsAsync(EventFilter filter, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(filter.Limit, 1, MostEvents);
        return database.ReadAsync(
            async (context, token) =>
            {
                var rows = await context.Events
                    .Where(row => row.Sequence > filter.AfterSequence && (filter.RunId == null || row.RunId == filter.RunId))
                    .OrderBy(row => row.Sequence)
                    .Take(limit + 1)
                    .ToListAsync(token).ConfigureAwait(false);
                var events = rows.Take(limit).Select(static row => new StoredEvent(
                    row.Sequence, row.Kind, row.EventType, row.EventTime, row.ReceivedAt, row.Body)).ToList();
                return new EventPage(events, rows.Count > limit ? events[^1].Sequence : null);
            },
            cancellationToken);
    }

    public Task<long> PruneEventsAsync(Instant before, CancellationToken cancellationToken) => database.WriteAsync(
        async (context, token) => (long)await context.Events
            .Where(row => row.EventTime < before && row.Body != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Body, (string?)null), token).ConfigureAwait(false),
        cancellationToken);

    private static async Task<IReadOnlyList<bool>> AppendAsync(
        LineageDbContext context, IReadOnlyList<LineageEvent> events, Instant receivedAt, CancellationToken cancellationToken)
    {
        var known = await FindKnownAsync(context, events, cancellationToken).ConfigureAwait(false);
        var added = events.Select(lineageEvent => known.Add(Convert.ToHexString(lineageEvent.Hash))).ToList();
        var fresh = events.Where((_, index) => added[index]).ToList();
        context.Events.AddRange(fresh.Select(lineageEvent => new EventEntity
        {
            Hash = lineageEvent.Hash,
            Kind = lineageEvent.Kind,
            EventType = lineageEvent.EventType,
            EventTime = lineageEvent.EventTime,
            ReceivedAt = receivedAt,
            RunId = lineageEvent.RunId,
            Body = lineageEvent.Body,
        }));
        await new LineageMerger(context).MergeAsync(LineageChanges.Of(fresh), cancellationToken).ConfigureAwait(false);
        return added;
    }

    private static async Task<HashSet<string>> FindKnownAsync(
        LineageDbContext context, IReadOnlyList<LineageEvent> events, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chunk in events.Select(static lineageEvent => lineageEvent.Hash).Chunk(LineageMerger.ChunkSize))
        {
            var found = await context.Events
                .Where(row => chunk.Contains(row.Hash))
                .Select(static row => row.Hash)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            known.UnionWith(found.Select(Convert.ToHexString));
        }

        return known;
    }
}
