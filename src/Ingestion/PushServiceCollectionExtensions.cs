using FeatureStore.Materialization;
using Ingestion.Files;
using Ingestion.Pipelines;
using Ingestion.Pushes;
using Ingestion.Writes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ingestion;

/// <summary>Registers the pushes and the writes of rows without events; a part of <see cref="IngestionServiceCollectionExtensions.AddIngestion"/>.</summary>
internal static class PushServiceCollectionExtensions
{
    internal static IServiceCollection AddPushes(this IServiceCollection services)
    {
        services.TryAddSingleton<IPipelineStatuses, NoPipelines>();
        services.TryAddSingleton<PushTargets>();
        services.TryAddSingleton<PushPressure>();
        services.TryAddSingleton<PushRunOpener>();
        services.TryAddSingleton<PushRuns>();
        services.TryAddSingleton<PushIngester>();
        services.TryAddSingleton(static provider => new PushService(
            provider.GetRequiredService<PushTargets>(),
            provider.GetRequiredService<PushPressure>(),
            provider.GetRequiredService<PushIngester>(),
            provider.GetRequiredService<Spool>(),
            provider.GetRequiredService<IOptions<IngestionOptions>>()));
        services.AddHostedService<PushRunKeeper>();
        services.TryAddSingleton<WritableViews>();
        services.TryAddSingleton(static provider => new FeatureWriteService(
            provider.GetRequiredService<WritableViews>(),
            provider.GetRequiredService<DirectWriter>(),
            provider.GetRequiredService<IRecordReaderFactory>(),
            provider.GetRequiredService<IOptions<IngestionOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
