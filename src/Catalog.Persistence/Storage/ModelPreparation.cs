using Catalog.Persistence.Definitions.Sqlite;
using Catalog.Persistence.FeatureStore.Sqlite;
using Catalog.Persistence.Ingestion.Sqlite;
using Catalog.Persistence.Lineage.Sqlite;
using Catalog.Persistence.Sharing.Sqlite;

namespace Catalog.Persistence.Storage;

/// <summary>Builds the models of all modules beside the rest of the start: that is most of what the first use of a module costs.</summary>
internal static class ModelPreparation
{
    /// <summary>Begins, in the order in which the modules are asked, and returns at once. Whoever needs a model first waits for it, or builds it himself.</summary>
    internal static void Begin(string? kind)
    {
        if (kind is null || kind.Equals(nameof(PersistenceKind.Sqlite), StringComparison.OrdinalIgnoreCase))
        {
            _ = Task.Run(static () =>
            {
                _ = ContextModel<SqliteSharingDbContext>.Value;
                _ = ContextModel<SqliteDefinitionsDbContext>.Value;
                _ = ContextModel<SqliteLineageDbContext>.Value;
                _ = ContextModel<SqliteFeatureStoreDbContext>.Value;
                _ = ContextModel<SqliteIngestionDbContext>.Value;
            });
        }
    }
}
