using Catalog.Core.Sharing;
using FeatureStore.Access;
using FeatureStore.Compaction;
using FeatureStore.Diagnostics;
using FeatureStore.Embedded;
using FeatureStore.Erasures;
using FeatureStore.Explanations;
using FeatureStore.Materialization;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Retention;
using FeatureStore.Selection;
using FeatureStore.Serving;
using FeatureStore.Statistics;
using FeatureStore.StreamJoins;
using FeatureStore.TrainingSets;
using FeatureStore.Verifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore;

/// <summary>Registers the feature store.</summary>
public static class FeatureStoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds lookups, materialization, statistics, training sets and verifications with the embedded online store, which another registration of
    /// <see cref="IOnlineStore"/> before or after this one replaces, and the embedded log of lookups. The offline engine, the manifest and the registry come from elsewhere. Settings are checked when the host starts.
    /// </summary>
    public static IServiceCollection AddFeatureStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FeatureStoreOptions>()
            .Bind(configuration.GetSection(FeatureStoreOptions.Section))
            .PostConfigure(options =>
            {
                if (options.DataDirectory.Length == 0)
                {
                    options.DataDirectory = configuration[FeatureStoreOptions.DataDirectoryKey] ?? string.Empty;
                }
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FeatureStoreOptions>, FeatureStoreOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILeases, MemoryLeases>();
        services.TryAddSingleton<IRunClaims, MemoryRunClaims>();
        services.TryAddSingleton(static _ => ThisProcess.Alone());
        services.TryAddSingleton<FeatureStoreMetrics>();
        services.TryAddSingleton<IOnlineStore>(OpenOnlineStore);
        services.TryAddSingleton<ServedVersions>();
        services.AddLookupLog();
        services.AddMaterialization();
        services.AddServing();
        services.AddTrainingSets();
        services.AddVerifications();
        services.AddErasures();
        services.AddExplanations();
        services.AddStreamJoins();
        services.TryAddSingleton(static provider => new StatisticsService(
            provider.GetRequiredService<IOnlineStore>(),
            provider.GetRequiredService<IOfflineManifest>(),
            provider.GetRequiredService<IStatisticsStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<FeatureStoreOptions>>()));
        return services;
    }

    /// <summary>Adds the duty that keeps the statistics of all views up to date; for processes of the role <c>schedule</c>. Needs <see cref="AddFeatureStore"/>.</summary>
    public static IServiceCollection AddStatisticsSchedule(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDuty, StatisticsScheduler>());
        return services;
    }

    /// <summary>Adds the duties that compact offline files, remove rows that are older than is kept, and delete files which processes that died have left; for processes of the role <c>schedule</c>. Needs <see cref="AddFeatureStore"/>.</summary>
    public static IServiceCollection AddOfflineFilesSchedule(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDuty, CompactionDuty>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDuty, RetentionDuty>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDuty, OrphanedFilesDuty>());
        return services;
    }

    private static void AddTrainingSets(this IServiceCollection services)
    {
        services.TryAddSingleton<TrainingSetFiles>();
        services.TryAddSingleton<TrainingSetChecker>();
        services.TryAddSingleton<ContentHashes>();
        services.TryAddSingleton(static provider => new TrainingSetMaker(
            provider.GetRequiredService<TrainingSetSources>(),
            provider.GetRequiredService<ITrainingSetEngine>(),
            provider.GetRequiredService<TrainingSetShelf>(),
            provider.GetRequiredService<ContentHashes>(),
            provider.GetService<IQualityResults>()));
        services.TryAddSingleton<TrainingSetBuilder>();
        services.TryAddSingleton<TrainingSetRunner>();
        services.TryAddSingleton<TrainingSetShelf>();
        services.TryAddSingleton(static provider => new TrainingSetSources(
            provider.GetRequiredService<ServedVersions>(),
            provider.GetRequiredService<IOfflineManifest>(),
            provider.GetRequiredService<ReplacedFiles>(),
            provider.GetService<IMaterializationBarrier>()));
        services.TryAddSingleton(static provider => new TrainingSetService(
            provider.GetRequiredService<ITrainingSetStore>(),
            provider.GetRequiredService<TrainingSetFiles>(),
            provider.GetRequiredService<TrainingSetChecker>(),
            provider.GetRequiredService<TrainingSetRunner>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new TrainingSetReader(
            provider.GetRequiredService<ITrainingSetStore>(), provider.GetRequiredService<TrainingSetFiles>(), provider.GetRequiredService<ITableReader>()));
        services.TryAddSingleton(static provider => new RebuildForecaster(
            provider.GetRequiredService<TrainingSetSources>(), provider.GetRequiredService<ITrainingSetEngine>(), provider.GetRequiredService<TrainingSetFiles>()));
        services.TryAddSingleton(static provider => new TrainingSetManifests(
            provider.GetRequiredService<ITrainingSetStore>(),
            provider.GetRequiredService<TrainingSetFiles>(),
            provider.GetRequiredService<TrainingSetShelf>(),
            provider.GetRequiredService<TrainingSetRunner>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TrainingSetRunner>(static provider => provider.GetRequiredService<TrainingSetRunner>()));
    }

    private static void AddServing(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new ReadCounts(
            provider.GetRequiredService<IReadCountStore>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ReadCounts>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ReadCounts>(static provider => provider.GetRequiredService<ReadCounts>()));
        services.TryAddSingleton<AccessGuard>();
        services.TryAddSingleton<ConsumerService>();
        services.TryAddSingleton<LookupLatencies>();
        services.TryAddSingleton(static provider => new SlowLookups(
            provider.GetRequiredService<IOptions<FeatureStoreOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<FeatureStoreMetrics>(),
            provider.GetRequiredService<ILogger<SlowLookups>>()));
        services.TryAddSingleton<ExampleKeys>();
        services.TryAddSingleton(static provider => new OnlineFeatureService(
            provider.GetRequiredService<IOnlineStore>(),
            provider.GetRequiredService<ServedVersions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<FeatureStoreOptions>>(),
            provider.GetRequiredService<LookupLatencies>(),
            provider.GetRequiredService<FeatureStoreMetrics>(),
            provider.GetRequiredService<LookupRecorder>(),
            MakeStaleReads(provider),
            provider.GetRequiredService<SlowLookups>()));
    }

    private static StaleReads? MakeStaleReads(IServiceProvider provider)
        => provider.GetRequiredService<IOptions<FeatureStoreOptions>>().Value.OnlineStore is { WhenAway: WhenAway.Stale } options
            ? new StaleReads(options, provider.GetRequiredService<ILogger<StaleReads>>())
            : null;

    private static void AddMaterialization(this IServiceCollection services)
    {
        services.TryAddSingleton<OfflineRetention>();
        services.TryAddSingleton(static provider => new ReplacedFiles(
            provider.GetRequiredService<IOfflineFiles>(),
            provider.GetRequiredService<IOfflineManifest>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<FeatureStoreOptions>>(),
            provider.GetRequiredService<FeatureStoreMetrics>(),
            provider.GetRequiredService<ILogger<ReplacedFiles>>()));
        services.TryAddSingleton(static provider => new OfflineCompactor(
            provider.GetRequiredService<IOfflineFiles>(),
            provider.GetRequiredService<IOfflineManifest>(),
            provider.GetRequiredService<ReplacedFiles>(),
            provider.GetRequiredService<FeatureStoreMetrics>(),
            provider.GetRequiredService<IOptions<FeatureStoreOptions>>(),
            provider.GetRequiredService<ILogger<OfflineCompactor>>()));
        services.TryAddSingleton(static provider => new ViewWriterFactory(
            provider.GetRequiredService<IOnlineStore>(),
            provider.GetRequiredService<IOfflineFiles>(),
            provider.GetRequiredService<IOfflineManifest>(),
            provider.GetRequiredService<ReplacedFiles>(),
            provider.GetRequiredService<FeatureStoreMetrics>(),
            provider.GetRequiredService<IOptions<FeatureStoreOptions>>(),
            provider.GetRequiredService<AppliedPositions>(),
            provider.GetService<IOneSidedKeys>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ErasedEntities>()));
        services.TryAddSingleton(static provider => new DirectWriter(
            provider.GetRequiredService<IOnlineStore>(),
            provider.GetRequiredService<ServedVersions>(),
            provider.GetRequiredService<ErasedEntities>(),
            provider.GetRequiredService<FeatureStoreMetrics>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OfflineFileCleaner>());
    }

    private static EmbeddedOnlineStore OpenOnlineStore(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<FeatureStoreOptions>>().Value;
        return EmbeddedOnlineStore.Open(
            Path.Combine(options.DataDirectory, "online"), options.OnlineStore, provider.GetRequiredService<ILogger<EmbeddedOnlineStore>>());
    }
}
