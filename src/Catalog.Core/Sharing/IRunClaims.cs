namespace Catalog.Core.Sharing;

/// <summary>
/// Which process carries out which run, and what the others want of it. A claim lasts until it is released; that of a process that does not run any more may be taken over. Thread-safe. Every
/// method throws a <see cref="Errors.CatalogException"/> when the store cannot be reached.
/// </summary>
public interface IRunClaims
{
    /// <summary>Claims a run for a process, which may have it already. What was asked of the one before stays asked.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="process">Who wants it.</param>
    /// <param name="fromAnybody">Whether the claim of a process that runs is taken over, too: something else has settled whose the run is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The claim as it stands then: its holder is another process if that one runs.</returns>
    Task<RunClaim> ClaimAsync(Guid runId, ThisProcess process, bool fromAnybody, CancellationToken cancellationToken);

    /// <summary>The claims of some runs, in any order; a run that nobody claims is left out.</summary>
    Task<IReadOnlyList<RunClaim>> FindAsync(IReadOnlyCollection<Guid> runIds, CancellationToken cancellationToken);

    /// <summary>All claims, in any order: those of runs under way, and what processes that died have left.</summary>
    Task<IReadOnlyList<RunClaim>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Asks whoever carries a run out to stop it.</summary>
    /// <returns>False when no process that runs does.</returns>
    Task<bool> AskToCancelAsync(Guid runId, CancellationToken cancellationToken);

    /// <summary>Forgets the claim if the process has it.</summary>
    Task ReleaseAsync(Guid runId, ThisProcess process, CancellationToken cancellationToken);
}
