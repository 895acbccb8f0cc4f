using Catalog.Core.Values;
using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Repositories;

internal sealed class QuarantineStore(CatalogDatabase<IngestionDbContext> database) : IQuarantineStore
{
    /// <summary>Raw bytes that are held at once.</summary>
    private const long BytesAtOnce = 16 << 20;

    public Task AddAsync(QuarantineOrigin origin, IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken)
        => events.Count == 0 ? Task.CompletedTask : database.WriteAsync((context, token) => QuarantineWriter.AddAsync(context, origin, events, token), cancellationToken);

    public Task RemoveFromAsync(string source, string fingerprint, Guid? runId, long firstRecord, CancellationToken cancellationToken)
        => database.WriteAsync(
            (context, token) => QuarantineQueries.Of(context, OpenOf(source, fingerprint))
                .Where(row => (runId == null || row.RunId == runId) && row.RecordNumber >= firstRecord)
                .ExecuteDeleteAsync(token),
            cancellationToken);

    public Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
        => database.WriteAsync((context, token) => context.Quarantined.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(token), cancellationToken);

    public Task ResolveOthersAsync(string source, string fingerprint, Guid runId, Instant at, CancellationToken cancellationToken)
        => database.WriteAsync(
            (context, token) => ResolveAsync(
                QuarantineQueries.Of(context, OpenOf(source, fingerprint)).Where(row => row.RunId != runId), QuarantineState.Replayed, at, null, token),
            cancellationToken);

    public Task SetReplayedAsync(IReadOnlyList<long> ids, Instant at, string? by, CancellationToken cancellationToken)
        => database.WriteAsync(
            (context, token) => ResolveAsync(
                context.Quarantined.Where(row => ids.Contains(row.Id) && row.State != QuarantineState.Replayed), QuarantineState.Replayed, at, by, token),
            cancellationToken);

    public Task<long> DismissAsync(QuarantineFilter filter, Instant at, string? by, CancellationToken cancellationToken)
        => database.WriteAsync<long>(
            async (context, token) => await ResolveAsync(
                QuarantineQueries.Of(context, filter).Where(static row => row.State == QuarantineState.Open), QuarantineState.Dismissed, at, by, token).ConfigureAwait(false),
            cancellationToken);

    public async Task<QuarantinePage> GetPageAsync(QuarantineFilter filter, long? cursor, int limit, CancellationToken cancellationToken)
    {
        var sizes = await SizesAsync(
            context => QuarantineQueries.Of(context, filter).Where(row => cursor == null || row.Id < cursor).OrderByDescending(static row => row.Id).Take(limit + 1),
            cancellationToken).ConfigureAwait(false);
        var events = new List<QuarantinedEvent>(limit);
        for (var next = 0; next < Math.Min(sizes.Count, limit);)
        {
            var ids = Fitting(sizes.Take(limit).Skip(next));
            next += ids.Count;
            var part = await ListAsync(context => context.Quarantined.Where(row => ids.Contains(row.Id)).OrderByDescending(static row => row.Id), cancellationToken).ConfigureAwait(false);
            events.AddRange(part.Select(QuarantineMapping.Beginning));
        }

        return new QuarantinePage(events, sizes.Count > limit ? sizes[limit - 1].Id : null);
    }

    public async Task<IReadOnlyList<QuarantinedEvent>> ReadAsync(QuarantineFilter filter, long afterId, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var sizes = await SizesAsync(
                context => QuarantineQueries.Of(context, filter).Where(row => row.Id > afterId).OrderBy(static row => row.Id).Take(limit), cancellationToken).ConfigureAwait(false);
            var ids = Fitting(sizes);
            var events = await ListAsync(
                context => QuarantineQueries.Of(context, filter).Where(row => ids.Contains(row.Id)).OrderBy(static row => row.Id), cancellationToken).ConfigureAwait(false);

            // Somebody may have settled them in between.
            if (events.Count > 0 || ids.Count == 0)
            {
                return events;
            }
        }
    }

    public async Task<QuarantinedEvent?> FindAsync(long id, CancellationToken cancellationToken)
        => (await ListAsync(context => context.Quarantined.Where(row => row.Id == id), cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    public Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellationToken)
        => database.ReadAsync((context, token) => QuarantineQueries.Of(context, filter).LongCountAsync(token), cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> CountBySourceAsync(QuarantineFilter filter, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyDictionary<string, long>>(
            async (context, token) => await QuarantineQueries.Of(context, filter)
                .GroupBy(static row => row.Source)
                .Select(static group => new { Source = group.Key, Count = group.LongCount() })
                .ToDictionaryAsync(static count => count.Source, static count => count.Count, token).ConfigureAwait(false),
            cancellationToken);

    public Task<IReadOnlyList<RuleCount>> CountByRuleAsync(QuarantineFilter filter, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<RuleCount>>(
            async (context, token) =>
            {
                var counts = await QuarantineQueries.Of(context, filter)
                    .Join(context.Reasons, static row => row.Id, static reason => reason.EventId, static (row, reason) => new { row.Source, reason.Rule })
                    .GroupBy(static pair => new { pair.Source, pair.Rule })
                    .Select(static group => new { group.Key.Source, group.Key.Rule, Count = group.LongCount() })
                    .ToListAsync(token).ConfigureAwait(false);
                return [.. counts.Select(static count => new RuleCount(count.Source, count.Rule, count.Count))
                    .OrderByDescending(static count => count.Count).ThenBy(static count => count.Source, StringComparer.Ordinal).ThenBy(static count => count.Rule, StringComparer.Ordinal)];
            },
            cancellationToken);

    public Task<IReadOnlyList<RuleDayCount>> CountByDayAsync(
        QuarantineFilter filter, QuarantineDay day, DateOnly from, DateOnly to, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<RuleDayCount>>(
            async (context, token) =>
            {
                var (first, last) = (QuarantineMapping.ToNumber(from), QuarantineMapping.ToNumber(to));
                var rows = QuarantineQueries.Of(context, filter).Select(row => new { row.Id, Day = day == QuarantineDay.Arrival ? row.ArrivalDay : row.EventDay });
                var counts = await rows.Where(row => row.Day >= first && row.Day <= last)
                    .Join(context.Reasons, static row => row.Id, static reason => reason.EventId, static (row, reason) => new { reason.Rule, row.Day })
                    .GroupBy(static pair => new { pair.Rule, pair.Day })
                    .Select(static group => new { group.Key.Rule, group.Key.Day, Count = group.LongCount() })
                    .ToListAsync(token).ConfigureAwait(false);
                return [.. counts.OrderBy(static count => count.Rule, StringComparer.Ordinal).ThenBy(static count => count.Day)
                    .Select(static count => new RuleDayCount(count.Rule, QuarantineMapping.ToDay(count.Day), count.Count))];
            },
            cancellationToken);

    private static QuarantineFilter OpenOf(string source, string fingerprint) => new() { Source = source, Fingerprint = fingerprint, State = QuarantineState.Open };

    private static Task<int> ResolveAsync(IQueryable<QuarantinedEntity> rows, QuarantineState state, Instant at, string? by, CancellationToken cancellationToken)
        => rows.ExecuteUpdateAsync(
            set => set.SetProperty(static row => row.State, state).SetProperty(static row => row.ResolvedAt, at).SetProperty(static row => row.ResolvedBy, by),
            cancellationToken);

    /// <summary>The first ones whose bytes may be held at once; at least one when there are any.</summary>
    private static List<long> Fitting(IEnumerable<RawSize> sizes)
    {
        var left = BytesAtOnce;
        return [.. sizes.TakeWhile((size, i) => (left -= size.Length) >= 0 || i == 0).Select(static size => size.Id)];
    }

    private Task<List<RawSize>> SizesAsync(Func<IngestionDbContext, IQueryable<QuarantinedEntity>> select, CancellationToken cancellationToken)
        => database.ReadAsync((context, token) => select(context).Select(static row => new RawSize(row.Id, row.Raw.Length)).ToListAsync(token), cancellationToken);

    private Task<List<QuarantinedEvent>> ListAsync(Func<IngestionDbContext, IQueryable<QuarantinedEntity>> select, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) =>
            {
                var rows = await select(context).ToListAsync(token).ConfigureAwait(false);
                var ids = rows.Select(static row => row.OriginId).Distinct().ToList();
                var origins = await context.Origins.Where(origin => ids.Contains(origin.Id))
                    .ToDictionaryAsync(static origin => origin.Id, static origin => BodyJson.Read<QuarantineOrigin>(origin.Body), token).ConfigureAwait(false);
                return rows.ConvertAll(row => QuarantineMapping.ToEvent(row, origins[row.OriginId]));
            },
            cancellationToken);

    private sealed record RawSize(long Id, int Length);
}
