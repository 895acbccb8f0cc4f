namespace Catalog.Persistence;

/// <summary>
/// Brings the database to the form that this program needs. The host does it by itself before any service starts; a program
/// without a host calls it once before the first use. Safe to call from several processes at once.
/// </summary>
public interface ICatalogMigrator
{
    /// <summary>Creates the database if it is absent and applies what is missing; does nothing to one that is up to date.</summary>
    /// <exception cref="PersistenceException">
    /// <see cref="PersistenceErrorCode.DatabaseNewer"/> when a newer program has changed the database; other codes when it fails.
    /// </exception>
    Task MigrateAsync(CancellationToken cancellationToken);
}
