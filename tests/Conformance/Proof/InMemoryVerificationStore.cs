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

    public Task<long> GetScheduledEndAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows.Values.LastOrDefault(static row => row.Record is { IsScheduled: true, State: VerificationState.Completed }).Record?.End ?? 0);
        }
    }

    public async Task<ViewAgreement?> FindLatestAsync(string view, CancellationToken cancellationToken)
        => (await Told()).Where(agreement => agreement.Agreement.View.Name == view).Select(static told => told.Agreement)
            .OrderByDescending(static agreement => agreement.At).ThenByDescending(static agreement => agreement.Differences > 0).ThenByDescending(static agreement => agreement.View.Version)
            .FirstOrDefault();

    public async Task<IReadOnlyList<AgreementPoint>> GetHistoryAsync(string? view, Instant since, CancellationToken cancellationToken)
        => [.. (await Told()).Where(told => (view is null || told.Agreement.View.Name == view) && told.Agreement.At >= since).OrderBy(static told => told.Agreement.At).Select(PointOf)];

    public async Task<IReadOnlyList<AgreementPoint>> ListLatestAsync(CancellationToken cancellationToken)
        => [.. (await Told()).OrderByDescending(static told => told.Agreement.At).ThenByDescending(static told => told.Agreement.Differences > 0)
            .ThenByDescending(static told => told.Agreement.View.Version).DistinctBy(static told => told.Agreement.View.Name).OrderBy(static told => told.Agreement.View.Name, StringComparer.Ordinal).Select(PointOf)];

    public Task<int> DeleteBeforeAsync(Instant moment, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var old = _rows.Where(row => row.Value.Record.EndedAt < moment).Select(static row => row.Key).ToList();
            old.ForEach(id => _rows.Remove(id));
            return Task.FromResult(old.Count);
        }
    }

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
