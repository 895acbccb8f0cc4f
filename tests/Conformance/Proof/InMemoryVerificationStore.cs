using System.Collections.Concurrent;
using Catalog.Core.Values;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Verifications;

namespace Conformance.Proof;

/// <summary>Keeps verifications as long as a test takes.</summary>
public sealed class InMemoryVerificationStore : IVerificationStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<Guid, (Verification Record, IReadOnlyList<ViewAgreement> Agreements)> _rows = [];
    private readonly SortedDictionary<string, LookupLogReport> _logs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<Verification>> _ended = new();

    /// <summary>Completes when the verification has ended.</summary>
    public Task<Verification> WaitForEndAsync(Guid id, CancellationToken cancellationToken) => EndOf(id).Task.WaitAsync(cancellationToken);

    public Task SaveAsync(Verification verification, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _rows[verification.Id] = (verification, _rows.TryGetValue(verification.Id, out var row) ? row.Agreements : []);
        }

        Tell(verification);
        return Task.CompletedTask;
    }

    public Task CompleteAsync(Verification verification, IReadOnlyList<ViewAgreement> agreements, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _rows[verification.Id] = (verification, [.. agreements.OrderBy(static agreement => agreement.View.Name, StringComparer.Ordinal).ThenBy(static agreement => agreement.View.Version)]);
        }

        Tell(verification);
        return Task.CompletedTask;
    }

    public Task<Verification?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows.TryGetValue(id, out var row) ? row.Record : null);
        }
    }

    public Task<IReadOnlyList<ViewAgreement>> GetAgreementsAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows.TryGetValue(id, out var row) ? row.Agreements : []);
        }
    }

    public Task<IReadOnlyList<Verification>> ListAsync(string? view, Guid? before, int count, CancellationToken cancellationToken)
        => Select(rows => rows.Where(row => (before is not { } last || row.Record.Id.CompareTo(last) < 0) && (view is null || row.Agreements.Any(agreement => agreement.View.Name == view)))
            .Select(static row => row.Record).OrderByDescending(static record => record.Id).Take(count));

    public Task<IReadOnlyList<Verification>> ListUnfinishedAsync(CancellationToken cancellationToken)
        => Select(static rows => rows.Select(static row => row.Record).Where(static record => !record.HasEnded).OrderBy(static record => record.Id));

    public Task<bool> TryAddScheduledAsync(Verification verification, Guid? after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (FindScheduled(verification.Log)?.Id != after
                || _rows.Values.Any(row => row.Record is { IsScheduled: true, HasEnded: false } && IsOf(row.Record, verification.Log)))
            {
                return Task.FromResult(false);
            }

            _rows[verification.Id] = (verification, []);
            return Task.FromResult(true);
        }
    }

    public Task<Verification?> FindScheduledAsync(string? log, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(FindScheduled(log));
        }
    }

    public Task SaveLogAsync(LookupLogReport report, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _logs[report.Log] = report;
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<LookupLogReport>> ListLogsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<LookupLogReport>>([.. _logs.Values]);
        }
    }

    public async Task<IReadOnlyList<ViewAgreement>> FindLatestAsync(IReadOnlyCollection<string> views, CancellationToken cancellationToken)
        => [.. (await LatestAsync()).Select(static told => told.Agreement).Where(agreement => views.Contains(agreement.View.Name))];

    public async Task<IReadOnlyList<AgreementPoint>> ListLatestAsync(CancellationToken cancellationToken) => [.. (await LatestAsync()).Select(PointOf)];

    public async Task<IReadOnlyList<AgreementDay>> ListDaysAsync(IReadOnlyCollection<string> views, Instant since, CancellationToken cancellationToken) =>
    [
        .. (await Told()).Select(static told => told.Agreement).Where(agreement => views.Contains(agreement.View.Name) && agreement.At >= since)
            .GroupBy(static agreement => (agreement.View.Name, Day: DateOnly.FromDateTime(agreement.At.ToDateTime())))
            .OrderBy(static day => day.Key.Name, StringComparer.Ordinal).ThenBy(static day => day.Key.Day)
            .Select(static day => new AgreementDay(day.Key.Name, day.Key.Day, day.Sum(static agreement => agreement.Compared), day.Sum(static agreement => agreement.Differences))),
    ];

    public async Task<AgreementPoint?> FindLastDifferenceAsync(IReadOnlyCollection<string> views, Instant since, CancellationToken cancellationToken)
        => (await Told()).Select(PointOf).Where(point => views.Contains(point.View.Name) && point.At >= since && point.Differences > 0).OrderBy(static point => (point.At, point.Verification)).LastOrDefault();

    public Task<int> DeleteBeforeAsync(Instant moment, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var old = _rows.Where(row => row.Value.Record.EndedAt < moment).Select(static row => row.Key).ToList();
            old.ForEach(id => _rows.Remove(id));
            return Task.FromResult(old.Count);
        }
    }

    private Verification? FindScheduled(string? log)
        => _rows.Values.LastOrDefault(row => row.Record is { IsScheduled: true, State: VerificationState.Completed } && (log is null || IsOf(row.Record, log))).Record;

    private static bool IsOf(Verification verification, string? log) => verification.Log is null || verification.Log == log;

    private async Task<IEnumerable<(Guid Id, ViewAgreement Agreement)>> LatestAsync() => (await Told())
        .GroupBy(static told => told.Agreement.View.Name).OrderBy(static view => view.Key, StringComparer.Ordinal)
        .SelectMany(static view => view.GroupBy(static told => told.Id).MaxBy(static verification => (verification.First().Agreement.At, verification.Key))!
            .OrderByDescending(static told => told.Agreement.View.Version));

    private Task<IReadOnlyList<(Guid Id, ViewAgreement Agreement)>> Told()
        => Select(static rows => rows.SelectMany(static row => row.Agreements.Where(static agreement => agreement.Compared > 0).Select(agreement => (row.Record.Id, agreement))));

    private Task<IReadOnlyList<T>> Select<T>(Func<IEnumerable<(Verification Record, IReadOnlyList<ViewAgreement> Agreements)>, IEnumerable<T>> select)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<T>>([.. select(_rows.Values)]);
        }
    }

    private void Tell(Verification verification)
    {
        if (verification.HasEnded)
        {
            EndOf(verification.Id).TrySetResult(verification);
        }
    }

    private TaskCompletionSource<Verification> EndOf(Guid id) => _ended.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static AgreementPoint PointOf((Guid Id, ViewAgreement Agreement) told)
        => new(told.Id, told.Agreement.View, told.Agreement.At, told.Agreement.Compared, told.Agreement.Differences);
}
