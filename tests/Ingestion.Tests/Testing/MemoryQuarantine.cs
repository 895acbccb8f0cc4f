using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Testing;

/// <summary>A quarantine in memory that outlives the "processes" of a test. Pages and counts belong to the conformance suite of the real one, so they are plain walks here.</summary>
internal sealed class MemoryQuarantine : IQuarantineStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Source, string Fingerprint, long Record), QuarantinedEvent> _events = [];
    private long _lastId;

    public CrashPoint Crash { get; set; } = new();

    public IReadOnlyList<QuarantinedEvent> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _events.Values.OrderBy(static item => item.Origin.Fingerprint, StringComparer.Ordinal).ThenBy(static item => item.RecordNumber)];
            }
        }
    }

    public Task AddAsync(QuarantineOrigin origin, IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken)
    {
        Crash.Pass();
        lock (_lock)
        {
            foreach (var item in events)
            {
                var key = (origin.Source, origin.Fingerprint, item.RecordNumber);
                if (!_events.TryGetValue(key, out var stored))
                {
                    _events[key] = item with { Id = ++_lastId };
                }
                else if (stored.State == QuarantineState.Open)
                {
                    _events[key] = stored with { Violations = item.Violations, ContractVersion = item.ContractVersion, RunId = item.RunId };
                }
            }
        }

        Crash.Pass();
        return Task.CompletedTask;
    }

    public Task RemoveFromAsync(string source, string fingerprint, Guid? runId, long firstRecord, CancellationToken cancellationToken)
        => ChangeAsync(
            item => IsOf(item, source, fingerprint) && (runId is null || item.RunId == runId) && item.RecordNumber >= firstRecord && item.State == QuarantineState.Open, static _ => null);

    public Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) => ChangeAsync(item => ids.Contains(item.Id), static _ => null);

    public Task ResolveOthersAsync(string source, string fingerprint, Guid runId, Instant at, CancellationToken cancellationToken)
        => ChangeAsync(
            item => IsOf(item, source, fingerprint) && item.RunId != runId && item.State == QuarantineState.Open,
            item => item with { State = QuarantineState.Replayed, ResolvedAt = at });

    public async Task SetReplayedAsync(IReadOnlyList<long> ids, Instant at, string? by, CancellationToken cancellationToken)
    {
        Crash.Pass();
        await ChangeAsync(
            item => ids.Contains(item.Id) && item.State != QuarantineState.Replayed,
            item => item with { State = QuarantineState.Replayed, ResolvedAt = at, ResolvedBy = by });
        Crash.Pass();
    }

    public async Task<long> DismissAsync(QuarantineFilter filter, Instant at, string? by, CancellationToken cancellationToken)
        => await ChangeAsync(
            item => item.State == QuarantineState.Open && Matches(item, filter),
            item => item with { State = QuarantineState.Dismissed, ResolvedAt = at, ResolvedBy = by });

    public Task<QuarantinePage> GetPageAsync(QuarantineFilter filter, long? cursor, int limit, CancellationToken cancellationToken)
    {
        var page = All.Where(item => Matches(item, filter) && (cursor is null || item.Id < cursor)).OrderByDescending(static item => item.Id).Take(limit + 1).ToList();
        return Task.FromResult(new QuarantinePage([.. page.Take(limit)], page.Count > limit ? page[limit - 1].Id : null));
    }

    public Task<IReadOnlyList<QuarantinedEvent>> ReadAsync(QuarantineFilter filter, long afterId, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<QuarantinedEvent>>(
            [.. All.Where(item => Matches(item, filter) && item.Id > afterId).OrderBy(static item => item.Id).Take(limit)]);

    public Task<QuarantinedEvent?> FindAsync(long id, CancellationToken cancellationToken) => Task.FromResult(All.FirstOrDefault(item => item.Id == id));

    public Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellationToken) => Task.FromResult(All.LongCount(item => Matches(item, filter)));

    public Task<IReadOnlyDictionary<string, long>> CountBySourceAsync(QuarantineFilter filter, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyDictionary<string, long>>(
            All.Where(item => Matches(item, filter)).GroupBy(static item => item.Origin.Source).ToDictionary(static group => group.Key, static group => group.LongCount()));

    public Task<IReadOnlyList<RuleCount>> CountByRuleAsync(QuarantineFilter filter, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<RuleCount>>([.. All
            .Where(item => Matches(item, filter))
            .SelectMany(static item => RulesOf(item).Select(rule => (item.Origin.Source, Rule: rule)))
            .GroupBy(static pair => pair)
            .Select(static group => new RuleCount(group.Key.Source, group.Key.Rule, group.LongCount()))
            .OrderByDescending(static count => count.Count)]);

    public Task<IReadOnlyList<RuleDayCount>> CountByDayAsync(
        QuarantineFilter filter, QuarantineDay day, DateOnly from, DateOnly to, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<RuleDayCount>>([.. All
            .Where(item => Matches(item, filter))
            .SelectMany(item => RulesOf(item).Select(rule => (Rule: rule, Day: DayOf(item, day))))
            .Where(pair => pair.Day >= from && pair.Day <= to)
            .GroupBy(static pair => pair)
            .Select(static group => new RuleDayCount(group.Key.Rule, group.Key.Day, group.LongCount()))
            .OrderBy(static count => count.Rule, StringComparer.Ordinal).ThenBy(static count => count.Day)]);

    private static bool IsOf(QuarantinedEvent item, string source, string fingerprint) => item.Origin.Source == source && item.Origin.Fingerprint == fingerprint;

    private static bool Matches(QuarantinedEvent item, QuarantineFilter filter)
        => (filter.Source is null || filter.Source == item.Origin.Source)
           && (filter.Rules.Count == 0 || RulesOf(item).Any(filter.Rules.Contains))
           && (filter.State is null || filter.State == item.State)
           && (filter.Fingerprint is null || filter.Fingerprint == item.Origin.Fingerprint)
           && (filter.RunId is null || filter.RunId == item.RunId)
           && (string.IsNullOrEmpty(filter.Text) || System.Text.Encoding.UTF8.GetString(item.Raw.Span).Contains(filter.Text, StringComparison.OrdinalIgnoreCase))
           && (filter.Ids is null || filter.Ids.Contains(item.Id));

    private static IEnumerable<string> RulesOf(QuarantinedEvent item) => item.Violations.Select(static violation => violation.Rule).Distinct();

    private static DateOnly DayOf(QuarantinedEvent item, QuarantineDay day)
        => DateOnly.FromDateTime((day == QuarantineDay.EventTime ? item.EventTime ?? item.ArrivalTime : item.ArrivalTime).ToDateTime());

    private Task<long> ChangeAsync(Func<QuarantinedEvent, bool> which, Func<QuarantinedEvent, QuarantinedEvent?> change)
    {
        lock (_lock)
        {
            var chosen = _events.Where(pair => which(pair.Value)).ToList();
            foreach (var (key, item) in chosen)
            {
                if (change(item) is { } changed)
                {
                    _events[key] = changed;
                }
                else
                {
                    _events.Remove(key);
                }
            }

            return Task.FromResult((long)chosen.Count);
        }
    }
}
