using System.Data.Common;
using System.Diagnostics;
using Catalog.Persistence.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Catalog.Persistence.Storage;

internal sealed class CatalogMigrator(
    IEnumerable<IModuleSchema> schemas, IDatabaseProvider provider, ILogger<CatalogMigrator> logger) : ICatalogMigrator
{
    /// <summary>Other code may know other migrations, so each build is a program of its own.</summary>
    private static readonly int Program = BitConverter.ToInt32(typeof(CatalogMigrator).Module.ModuleVersionId.ToByteArray());

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (await IsMigratedAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        foreach (var schema in schemas)
        {
            using var activity = Telemetry.Source.StartActivity("catalog.migrate");
            activity?.SetTag("catalog.module", schema.Module);
            try
            {
                var applied = await MigrateAsync(schema, cancellationToken).ConfigureAwait(false);
                activity?.SetTag("catalog.migrations.applied", applied);
            }
            catch (PersistenceException exception)
            {
                activity?.SetStatus(ActivityStatusCode.Error, exception.Code);
                throw;
            }
            catch (DbException exception)
            {
                activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
                throw new PersistenceException(
                    provider.Classify(exception).Code,
                    $"Migrating the {schema.Module} tables of '{provider.Description}' failed: {exception.Message} " +
                    "Check that the database is reachable and writable, or change Catalog:Persistence:ConnectionString.",
                    exception);
            }
        }

        await provider.MarkMigratedAsync(Program, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsMigratedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await provider.IsMigratedByAsync(Program, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException)
        {
            // The migration that follows says what is wrong with the database.
            return false;
        }
    }

    private async Task<int> MigrateAsync(IModuleSchema schema, CancellationToken cancellationToken)
    {
        var context = await schema.CreateContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var missing = await FindMissingAsync(context, schema.Module, cancellationToken).ConfigureAwait(false);
            if (missing.Count == 0)
            {
                return 0;
            }

            using var turn = await provider.EnterMigrationAsync(context, cancellationToken).ConfigureAwait(false);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            Log.Migrated(logger, schema.Module, missing.Count, provider.Description);
            return missing.Count;
        }
    }

    private async Task<List<string>> FindMissingAsync(DbContext context, string module, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToList();
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false);
        var present = applied.ToHashSet(StringComparer.Ordinal);
        var unknown = present.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal).LastOrDefault();
        if (unknown is not null)
        {
            throw new PersistenceException(
                PersistenceErrorCode.DatabaseNewer,
                $"Opening the {module} tables of '{provider.Description}': the database holds the change '{unknown}', which this program " +
                "does not know. A newer version has written it; start that version, or set Catalog:Persistence:ConnectionString " +
                "(or Catalog:DataDirectory) to another database.");
        }

        return known.FindAll(migration => !present.Contains(migration));
    }
}
