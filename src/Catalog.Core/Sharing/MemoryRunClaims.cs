namespace Catalog.Core.Sharing;

/// <summary>Claims of one process, where no catalogue keeps them.</summary>
public sealed class MemoryRunClaims(ILeases leases) : IRunClaims
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, RunClaim> _claims = [];

    /// <inheritdoc />
    public async Task<RunClaim> ClaimAsync(Guid runId, ThisProcess process, bool fromAnybody, CancellationToken cancellationToken)
    {
        var running = await ListRunningAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            var known = _claims.GetValueOrDefault(runId);
            if (known is not null && known.Holder.Id != process.Id && !fromAnybody && running.Contains(known.Holder.Id))
            {
                return known with { IsHolderRunning = true };
            }

            return _claims[runId] = new RunClaim(runId, process, running.Contains(process.Id), known?.IsCancelAsked ?? false);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunClaim>> FindAsync(IReadOnlyCollection<Guid> runIds, CancellationToken cancellationToken)
    {
        var running = await ListRunningAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return [.. runIds.Where(_claims.ContainsKey).Select(id => _claims[id] with { IsHolderRunning = running.Contains(_claims[id].Holder.Id) })];
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<RunClaim>> ListAsync(CancellationToken cancellationToken)
    {
        Guid[] ids;
        lock (_lock)
        {
            ids = [.. _claims.Keys];
        }

        return FindAsync(ids, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> AskToCancelAsync(Guid runId, CancellationToken cancellationToken)
    {
        var running = await ListRunningAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_claims.TryGetValue(runId, out var claim) || !running.Contains(claim.Holder.Id))
            {
                return false;
            }

            _claims[runId] = claim with { IsCancelAsked = true };
            return true;
        }
    }

    /// <inheritdoc />
    public Task ReleaseAsync(Guid runId, ThisProcess process, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_claims.TryGetValue(runId, out var claim) && claim.Holder.Id == process.Id)
            {
                _claims.Remove(runId);
            }

            return Task.CompletedTask;
        }
    }

    private async Task<HashSet<string>> ListRunningAsync(CancellationToken cancellationToken)
        => (await leases.ListAsync(cancellationToken).ConfigureAwait(false)).Where(ProcessPresence.Is).Select(static lease => lease.Holder.Id).ToHashSet(StringComparer.Ordinal);
}
