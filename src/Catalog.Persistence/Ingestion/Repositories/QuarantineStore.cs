using Catalog.Core.Values;
using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Repositories;

internal sealed class QuarantineStore(CatalogDatabase<IngestionDbContext> database) : IQuarantineStore
{
    public Task AddAsync(QuarantineOrigin origin, IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken)
        => database.WriteAsync((context, token) => AddAsync(context, origin, events, token), cancellationToken);

    public Task RemoveFromAsync(string source, string fingerprint, Guid? runId, long firstRecord, CancellationToken cancellationToken)
        => database.WriteAsync(
            (context, token) => QuarantineQueries.Of(context, OpenOf(source, fingerprint))
                .Where(row => (runId == null || row.RunId == runId) && row.RecordNumber >= firstRecord)
                .ExecuteDeleteAsync(token),
            cancellationToken);

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
        var events = await ListAsync(
            context => QuarantineQueries.Of(context, filter).Where(row => cursor == null || row.Id < cursor).OrderByDescending(static row => row.Id).Take(limit + 1),
            cancellationToken).ConfigureAwait(false);
        return events.Count <= limit ? new QuarantinePage(events, null) : new QuarantinePage(events[..limit], events[limit - 1].Id);
    }

    public async Task<IReadOnlyList<QuarantinedEvent>> ReadAsync(QuarantineFilter filter, long afterId, int limit, CancellationToken cancellationToken)
        => await ListAsync(
            context => QuarantineQueries.Of(context, filter).Where(row => row.Id > afterId).OrderBy(static row => row.Id).Take(limit),
            cancellationToken).ConfigureAwait(false);

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
                var (first, end) = (StartOf(from), StartOf(to.AddDays(1)));
                var rows = QuarantineQueries.Of(context, filter)
                    .Join(context.Reasons, static row => row.Id, static reason => reason.EventId, static (row, reason) => new { row.ArrivalTime, row.EventTime, reason.Rule });
                var times = day == QuarantineDay.Arrival
                    ? rows.Select(static row => new { row.Rule, At = row.ArrivalTime })
                    : rows.Select(static row => new { row.Rule, At = row.EventTime ?? row.ArrivalTime });
                var counts = new Dictionary<(string Rule, DateOnly Day), long>();
                await foreach (var row in times.Where(row => row.At >= first && row.At < end).AsAsyncEnumerable().WithCancellation(token).ConfigureAwait(false))
                {
                    var key = (row.Rule, DateOnly.FromDateTime(row.At.ToDateTime()));
                    counts[key] = counts.GetValueOrDefault(key) + 1;
                }

                return [.. counts.OrderBy(static count => count.Key.Rule, StringComparer.Ordinal).ThenBy(static count => count.Key.Day)
                    .Select(static count => new RuleDayCount(count.Key.Rule, count.Key.Day, count.Value))];
            },
            cancellationToken);

    private static Instant StartOf(DateOnly day) => Instant.FromDateTime(day.ToDateTime(TimeOnly.MinValue));

    private static QuarantineFilter OpenOf(string source, string fingerprint) => new() { Source = source, Fingerprint = fingerprint, State = QuarantineState.Open };

    private static Task<int> ResolveAsync(IQueryable<QuarantinedEntity> rows, QuarantineState state, Instant at, string? by, CancellationToken cancellationToken)
        => rows.ExecuteUpdateAsync(
            set => set.SetProperty(static row => row.State, state).SetProperty(static row => row.ResolvedAt, at).SetProperty(static row => row.ResolvedBy, by),
            cancellationToken);

    private static async Task AddAsync(
        IngestionDbContext context, QuarantineOrigin origin, IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        var originId = await FindOrAddAsync(context, origin, cancellationToken).ConfigureAwait(false);
        var (first, last) = (events.Min(static refused => refused.RecordNumber), events.Max(static refused => refused.RecordNumber));
        var stored = await context.Quarantined.Where(row => row.OriginId == originId && row.RecordNumber >= first && row.RecordNumber <= last)
            .ToDictionaryAsync(static row => row.RecordNumber, cancellationToken).ConfigureAwait(false);
        var added = new List<(QuarantinedEntity Row, QuarantinedEvent Event)>();
        foreach (var refused in events)
        {
            if (!stored.TryGetValue(refused.RecordNumber, out var row))
            {
                added.Add((QuarantineMapping.ToRow(refused, originId), refused));
            }
            else if (row.State == QuarantineState.Open)
            {
                await UpdateAsync(context, row, refused, cancellationToken).ConfigureAwait(false);
            }
        }

        context.Quarantined.AddRange(added.Select(static entry => entry.Row));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        context.Reasons.AddRange(added.SelectMany(static entry => QuarantineMapping.RulesOf(entry.Event)
            .Select(rule => new ReasonEntity { EventId = entry.Row.Id, Rule = rule })));
    }

    private static async Task UpdateAsync(IngestionDbContext context, QuarantinedEntity row, QuarantinedEvent refused, CancellationToken cancellationToken)
    {
        row.Violations = BodyJson.Write(refused.Violations);
        (row.Contract, row.ContractVersion, row.RunId) = (refused.Contract, refused.ContractVersion, refused.RunId);
        var reasons = await context.Reasons.Where(reason => reason.EventId == row.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var rules = QuarantineMapping.RulesOf(refused).ToList();
        context.Reasons.RemoveRange(reasons.Where(reason => !rules.Contains(reason.Rule)));
        context.Reasons.AddRange(rules.Except(reasons.Select(static reason => reason.Rule)).Select(rule => new ReasonEntity { EventId = row.Id, Rule = rule }));
    }

    private static async Task<long> FindOrAddAsync(IngestionDbContext context, QuarantineOrigin origin, CancellationToken cancellationToken)
    {
        var row = await context.Origins.SingleOrDefaultAsync(
            row => row.Source == origin.Source && row.Fingerprint == origin.Fingerprint, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            row = new OriginEntity { Source = origin.Source, Fingerprint = origin.Fingerprint, Body = BodyJson.Write(origin) };
            context.Origins.Add(row);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        return row.Id;
    }

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
}
