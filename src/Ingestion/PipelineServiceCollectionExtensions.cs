using FeatureStore.Ports;
using FeatureStore.Selection;
using Ingestion.Captures;
using Ingestion.Diagnostics;
using Ingestion.Enrichments;
using Ingestion.Feeds;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;
using Ingestion.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion;

/// <summary>Registers the writers of feature views and of enriched sources, and the readers of topics and captured tables.</summary>
public static class PipelineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the <see cref="PipelineService"/> and runs it; it is the <see cref="IMaterializationBarrier"/>, too. Adds the <see cref="EnrichmentService"/> and the <see cref="FeedService"/> and runs them. Needs the event log, the feature store's writers, the
    /// registries of definitions, the run journal and the store of jobs, and the options that <see cref="IngestionServiceCollectionExtensions.AddIngestion"/> binds.
    /// </summary>
    public static IServiceCollection AddPipelines(this IServiceCollection services)
    {
        services.AddSharing();
        services.TryAddSingleton<PumpRunOpener>();
        services.TryAddSingleton<ViewPumpFactory>();
        services.TryAddSingleton(static provider => new PipelineService(
            provider.GetRequiredService<ServedVersions>(),
            provider.GetRequiredService<IEventLog>(),
            provider.GetRequiredService<ViewPumpFactory>(),
            provider.GetRequiredService<SettledSources>(),
            provider.GetRequiredService<SharedPumps>(),
            provider.GetRequiredService<IOptions<IngestionOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PipelineService>>()));
        services.AddSingleton<IPipelineStatuses>(static provider => provider.GetRequiredService<PipelineService>());
        services.AddSingleton<IMaterializationBarrier>(static provider => provider.GetRequiredService<PipelineService>());
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<PipelineService>());
        services.AddEnrichments();
        services.AddFeeds();
        services.AddHostedService<PipelineMetrics>();
        return services;
    }

    private static void AddFeeds(this IServiceCollection services)
    {
        services.TryAddSingleton<FeedRuns>();
        services.TryAddSingleton<LeftSlots>();
        services.TryAddSingleton<TopicPartitions>();
        services.TryAddSingleton<FeedPumpServices>();
        services.TryAddSingleton<FeedPumpFactory>();
        services.TryAddSingleton(static provider => new FeedService(
            provider.GetRequiredService<ISourceRegistry>(),
            provider.GetRequiredService<IEventLog>(),
            provider.GetRequiredService<FeedPumpFactory>(),
            provider.GetRequiredService<TopicPartitions>(),
            provider.GetRequiredService<LeftSlots>(),
            provider.GetRequiredService<SharedPumps>(),
            provider.GetRequiredService<IOptions<IngestionOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FeedService>>()));
        services.AddSingleton<ITopicStatuses>(static provider => provider.GetRequiredService<FeedService>());
        services.AddSingleton<ICaptureStatuses>(static provider => provider.GetRequiredService<FeedService>());
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<FeedService>());
    }

    private static void AddEnrichments(this IServiceCollection services)
    {
        services.TryAddSingleton<StreamPositions>();
        services.TryAddSingleton<SettledSources>();
        services.AddSingleton<IViewProgress>(static provider => provider.GetRequiredService<PipelineService>());
        services.TryAddSingleton<ViewJoiner>();
        services.TryAddSingleton<EnrichmentPumpFactory>();
        services.TryAddSingleton(static provider => new EnrichmentService(
            provider.GetRequiredService<ISourceRegistry>(),
            provider.GetRequiredService<IEventLog>(),
            provider.GetRequiredService<EnrichmentPumpFactory>(),
            provider.GetRequiredService<SharedPumps>(),
            provider.GetRequiredService<IOptions<IngestionOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EnrichmentService>>()));
        services.AddSingleton<IEnrichmentStatuses>(static provider => provider.GetRequiredService<EnrichmentService>());
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<EnrichmentService>());
    }
}
