using Catalog.Core.Sharing;
using Catalog.Definitions.Ports;
using Catalog.Persistence.Definitions;
using Catalog.Persistence.Definitions.Postgres;
using Catalog.Persistence.Definitions.Repositories;
using Catalog.Persistence.Definitions.Sqlite;
using Catalog.Persistence.FeatureStore;
using Catalog.Persistence.FeatureStore.Postgres;
using Catalog.Persistence.FeatureStore.Repositories;
using Catalog.Persistence.FeatureStore.Sqlite;
using Catalog.Persistence.Ingestion;
using Catalog.Persistence.Ingestion.Postgres;
using Catalog.Persistence.Ingestion.Repositories;
using Catalog.Persistence.Ingestion.Sqlite;
using Catalog.Persistence.Lineage;
using Catalog.Persistence.Lineage.Postgres;
using Catalog.Persistence.Lineage.Repositories;
using Catalog.Persistence.Lineage.Sqlite;
using Catalog.Persistence.Postgres;
using Catalog.Persistence.Sharing;
using Catalog.Persistence.Sharing.Postgres;
using Catalog.Persistence.Sharing.Repositories;
using Catalog.Persistence.Sharing.Sqlite;
using Catalog.Persistence.Sqlite;
using Catalog.Persistence.Storage;
using FeatureStore.Ports;
using Ingestion.Ports;
using Lineage.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Catalog.Persistence;

/// <summary>Registers the catalogue database.</summary>
public static class PersistenceServiceCollectionExtensions
{
    /// <summary>
    /// Adds the stores of all modules on the database that <see cref="PersistenceOptions"/> names, and the service that migrates it
    /// before any other hosted service starts. Options are checked when the host starts.
    /// </summary>
    public static IServiceCollection AddCatalogPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        ModelPreparation.Begin(configuration.GetSection(PersistenceOptions.Section)[nameof(PersistenceOptions.Kind)]);
        services.AddOptions<PersistenceOptions>()
            .Bind(configuration.GetSection(PersistenceOptions.Section))
            .PostConfigure(options => options.DataDirectory = configuration[PersistenceOptions.DataDirectoryKey] ?? options.DataDirectory)
            .ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<PersistenceOptions>, PersistenceOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(CreateProvider);
        services.TryAddSingleton<ICatalogMigrator, CatalogMigrator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MigrationService>());

        services.AddModule<SharingDbContext, SqliteSharingDbContext, PostgresSharingDbContext>("sharing");
        services.TryAddSingleton<ILeases, Leases>();
        services.TryAddSingleton<IRunClaims, RunClaims>();
        services.AddModule<DefinitionsDbContext, SqliteDefinitionsDbContext, PostgresDefinitionsDbContext>("definitions");
        services.TryAddSingleton<IDefinitionStore, DefinitionStore>();
        services.AddModule<LineageDbContext, SqliteLineageDbContext, PostgresLineageDbContext>("lineage");
        services.TryAddSingleton<ILineageStore, LineageStore>();
        services.TryAddSingleton<IRunStore, RunStore>();
        services.TryAddSingleton<ILineageGraphStore, LineageGraphStore>();
        services.TryAddSingleton<ILineageCatalogStore, LineageCatalogStore>();
        services.AddModule<FeatureStoreDbContext, SqliteFeatureStoreDbContext, PostgresFeatureStoreDbContext>("featurestore");
        services.TryAddSingleton<IOfflineManifest, OfflineManifest>();
        services.TryAddSingleton<ITrainingSetStore, TrainingSetStore>();
        services.TryAddSingleton<IStatisticsStore, StatisticsStore>();
        services.TryAddSingleton<IVerificationStore, VerificationStore>();
        services.TryAddSingleton<IOneSidedKeys, OneSidedKeys>();
        services.TryAddSingleton<IErasureStore, ErasureStore>();
        services.TryAddSingleton<IConsumerStore, ConsumerStore>();
        services.TryAddSingleton<IReadCountStore, ReadCountStore>();
        services.TryAddSingleton<IComputedVersions, ComputedVersions>();
        services.AddModule<IngestionDbContext, SqliteIngestionDbContext, PostgresIngestionDbContext>("ingestion");
        services.TryAddSingleton<IQuarantineStore, QuarantineStore>();
        services.TryAddSingleton<IIngestionJobStore, JobStore>();
        services.TryAddSingleton<IPartitionEpochs, PartitionEpochs>();
        services.TryAddSingleton<IPumpReports, PumpReports>();
        services.TryAddSingleton<IUniquenessIndex, UniquenessIndex>();
        services.TryAddSingleton<ICheckResultStore, CheckResultStore>();
        return services;
    }

    private static void AddModule<TContext, TSqlite, TPostgres>(this IServiceCollection services, string module)
        where TContext : DbContext
        where TSqlite : TContext
        where TPostgres : TContext
    {
        services.AddSingleton<IDbContextFactory<TContext>>(provider => provider.GetRequiredService<IDatabaseProvider>() switch
        {
            PostgresProvider => new ModuleContextFactory<TContext, TPostgres>(BuildOptions<TPostgres>(provider, module)),
            _ => new ModuleContextFactory<TContext, TSqlite>(BuildOptions<TSqlite>(provider, module)),
        });
        services.AddSingleton(provider => new CatalogDatabase<TContext>(
            provider.GetRequiredService<IDbContextFactory<TContext>>(),
            provider.GetRequiredService<IDatabaseProvider>(),
            HistoryTableOf(module)));
        services.AddSingleton<IModuleSchema>(provider
            => new ModuleSchema<TContext>(module, provider.GetRequiredService<IDbContextFactory<TContext>>()));
    }

    // CatalogDatabase tries again, or says it in its own words to whoever asked; not every attempt is worth an error with a stack trace.
    private static (EventId Id, LogLevel Level)[] HandledFailures =>
    [
        (RelationalEventId.ConnectionError, LogLevel.Debug), (RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.TransactionError, LogLevel.Debug),
        (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug),
    ];

    private static string HistoryTableOf(string module) => $"{module}_migrations";

    private static DbContextOptions<TContext> BuildOptions<TContext>(IServiceProvider provider, string module)
        where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>().UseLoggerFactory(provider.GetService<ILoggerFactory>()).UseModel(ContextModel<TContext>.Value);
        provider.GetRequiredService<IDatabaseProvider>().Configure(builder, HistoryTableOf(module));
        builder.ConfigureWarnings(static warnings => warnings.Log(HandledFailures));
        return ((DbContextOptionsBuilder<TContext>)builder).Options;
    }

    private static IDatabaseProvider CreateProvider(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<PersistenceOptions>>().Value;
        return options.Kind == PersistenceKind.Postgres ? new PostgresProvider(options) : new SqliteProvider(options);
    }
}
