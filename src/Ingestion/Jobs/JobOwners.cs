using Catalog.Core.Sharing;
using Ingestion.Model;

namespace Ingestion.Jobs;

/// <summary>Which jobs are of which process: who took a job carries it out, and others only once that process does not run any more. Thread-safe.</summary>
internal sealed class JobOwners(ILeases leases, IRunClaims claims, ThisProcess process)
{
    /// <summary>Id of this process.</summary>
    internal string Mine => process.Id;

    /// <summary>Says of jobs whether another process that runs has them.</summary>
    internal async Task<Predicate<IngestionJob>> FindTakenAsync(CancellationToken cancellationToken)
    {
        var running = (await leases.ListAsync(cancellationToken).ConfigureAwait(false))
            .Where(lease => ProcessPresence.Is(lease) && lease.Holder.Id != process.Id).Select(static lease => lease.Holder.Id).ToHashSet(StringComparer.Ordinal);
        return job => job.Process is { } owner && running.Contains(owner);
    }

    /// <summary>What is known of who carries jobs out, by run.</summary>
    internal async Task<IReadOnlyDictionary<Guid, RunClaim>> FindClaimsAsync(IReadOnlyCollection<Guid> runIds, CancellationToken cancellationToken)
        => runIds.Count == 0 ? new Dictionary<Guid, RunClaim>() : (await claims.FindAsync(runIds, cancellationToken).ConfigureAwait(false)).ToDictionary(static claim => claim.RunId);

    /// <summary>Asks the process that carries a job out to stop it; false when none that runs does.</summary>
    internal Task<bool> AskToCancelAsync(Guid runId, CancellationToken cancellationToken) => claims.AskToCancelAsync(runId, cancellationToken);
}
