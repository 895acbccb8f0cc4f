using Catalog.Core.Sharing;

namespace FeatureStore.Tests.Sharing;

/// <summary>Leases as one process sees them that can be cut off from the others.</summary>
internal sealed class FlakyLeases(ILeases leases) : ILeases
{
    private TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the store can be reached.</summary>
    internal bool IsCut { get; set; }

    /// <summary>Completes when somebody tries in vain.</summary>
    internal Task TriedAsync()
    {
        _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _tried.Task;
    }

    public Task<Lease?> TryTakeAsync(string name, ThisProcess process, TimeSpan term, CancellationToken cancellationToken)
        => ReachAsync(() => leases.TryTakeAsync(name, process, term, cancellationToken));

    public Task<bool> TryRenewAsync(Lease lease, TimeSpan term, CancellationToken cancellationToken) => ReachAsync(() => leases.TryRenewAsync(lease, term, cancellationToken));

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => ReachAsync(async () =>
    {
        await leases.ReleaseAsync(lease, cancellationToken);
        return true;
    });

    public Task<IReadOnlyList<Lease>> ListAsync(CancellationToken cancellationToken) => leases.ListAsync(cancellationToken);

    private Task<T> ReachAsync<T>(Func<Task<T>> call)
    {
        if (!IsCut)
        {
            return call();
        }

        _tried.TrySetResult();
        return Task.FromException<T>(new FeatureStoreException(FeatureStoreErrorCode.OnlineStoreUnavailable, "The store is cut off."));
    }
}
