using Catalog.Core.Values;

namespace Catalog.Core.Sharing;

/// <summary>Leases between the parts of one process, where no catalogue keeps them.</summary>
public sealed class MemoryLeases(TimeProvider clock) : ILeases
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Lease> _leases = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<Lease?> TryTakeAsync(string name, ThisProcess process, TimeSpan term, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Instant.Now(clock);
            var known = _leases.GetValueOrDefault(name);
            if (known is not null && known.ExpiresAt > now && known.Holder.Id != process.Id)
            {
                return Task.FromResult<Lease?>(null);
            }

            return Task.FromResult<Lease?>(_leases[name] = new Lease(name, process, (known?.Version ?? 0) + 1, now + term));
        }
    }

    /// <inheritdoc />
    public Task<bool> TryRenewAsync(Lease lease, TimeSpan term, CancellationToken cancellationToken) => Task.FromResult(TryChange(lease, known => known with { ExpiresAt = Instant.Now(clock) + term }));

    /// <inheritdoc />
    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        TryChange(lease, known => known with { Version = known.Version + 1, ExpiresAt = Instant.Now(clock) });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Lease>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Instant.Now(clock);
            return Task.FromResult<IReadOnlyList<Lease>>([.. _leases.Values.Where(lease => lease.ExpiresAt > now)]);
        }
    }

    private bool TryChange(Lease lease, Func<Lease, Lease> change)
    {
        lock (_lock)
        {
            if (_leases.GetValueOrDefault(lease.Name) is not { } known || known.Version != lease.Version)
            {
                return false;
            }

            _leases[lease.Name] = change(known);
            return true;
        }
    }
}
