using FeatureStore.Ports;
using Ingestion.Files;
using Ingestion.Jobs;
using Ingestion.Ports;
using Ingestion.Replays;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ingestion;

/// <summary>Registers replays; a part of <see cref="IngestionServiceCollectionExtensions.AddIngestion"/>.</summary>
internal static class ReplayServiceCollectionExtensions
{
    internal static IServiceCollection AddReplays(this IServiceCollection services)
    {
        services.TryAddSingleton<ReplayLedger>();
        services.TryAddSingleton<QuarantinedPayloads>();
        services.TryAddSingleton<IRefusedEvents, RefusedEvents>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IJobHandler, ReplayJobHandler>());
        services.TryAddSingleton(static provider => new ReplayService(
            provider.GetRequiredService<ISourceRegistry>(),
            provider.GetRequiredService<IIngestionJobStore>(),
            provider.GetRequiredService<IQuarantineStore>(),
            provider.GetRequiredService<IUniquenessIndex>(),
            provider.GetRequiredService<IRecordReaderFactory>(),
            provider.GetRequiredService<JobRunner>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<IngestionOptions>>()));
        return services;
    }
}
