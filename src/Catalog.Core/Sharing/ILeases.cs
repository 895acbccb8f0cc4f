namespace Catalog.Core.Sharing;

/// <summary>
/// Leases between the processes over one catalogue. Only the clock of the store counts, so that it does not matter how far the clocks of the processes are apart; a holder measures on its own
/// clock, from before it asked, how long it may rely on a lease. Thread-safe. Every method throws a <see cref="Errors.CatalogException"/> when the store cannot be reached.
/// </summary>
public interface ILeases
{
    /// <summary>Takes a lease that nobody holds, whose time is over, or that this process had before it was started anew. A released one may be taken at once.</summary>
    /// <returns>The lease, with a version of its own; null while another process holds it.</returns>
    Task<Lease?> TryTakeAsync(string name, ThisProcess process, TimeSpan term, CancellationToken cancellationToken);

    /// <summary>Lets a lease end a term from now. One whose time was over but that nobody else took is held again.</summary>
    /// <returns>False when it was taken anew, or released: then it is lost for good.</returns>
    Task<bool> TryRenewAsync(Lease lease, TimeSpan term, CancellationToken cancellationToken);

    /// <summary>Lets others take a lease at once. Does nothing when it was taken anew meanwhile.</summary>
    Task ReleaseAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>Leases whose time is not over, by name in ordinal order.</summary>
    Task<IReadOnlyList<Lease>> ListAsync(CancellationToken cancellationToken);
}
