using FeatureStore.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FeatureStore.Erasures;

/// <summary>Registers erasures, where the host has a store for them.</summary>
internal static class ErasureServiceCollectionExtensions
{
    internal static void AddErasures(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new ErasedEntities(provider.GetService<IErasureStore>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<OfflineErasure>();
        services.TryAddSingleton(static provider => new OnlineErasure(provider.GetRequiredService<IOnlineStore>(), provider.GetService<IOneSidedKeys>()));
        services.TryAddSingleton<TrainingSetErasure>();
        services.TryAddSingleton(static provider => new RefusedErasure(provider.GetService<IRefusedEvents>()));
        services.TryAddSingleton<ErasureStores>();
        services.TryAddSingleton(static provider => new ErasureWork(
            provider.GetRequiredService<ErasureStores>(),
            provider.GetRequiredService<IFeatureRegistry>(),
            provider.GetRequiredService<ErasedEntities>(),
            provider.GetRequiredService<IErasureStore>(),
            provider.GetService<IMaterializationBarrier>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<FeatureStoreOptions>>()));
        services.TryAddSingleton<ErasureMaker>();
        services.TryAddSingleton<ErasureRunner>();
        services.TryAddSingleton(static provider => new ErasureService(
            provider.GetRequiredService<IErasureStore>(),
            provider.GetRequiredService<ErasureStores>(),
            provider.GetRequiredService<ErasureRunner>(),
            provider.GetRequiredService<ErasedEntities>(),
            provider.GetRequiredService<IFeatureRegistry>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(static provider => new ErasureHost(provider.GetService<IErasureStore>() is null ? null : provider.GetRequiredService<ErasureRunner>()));
    }

    /// <summary>Runs nothing where there is no store.</summary>
    private sealed class ErasureHost(ErasureRunner? runner) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => runner?.StartAsync(cancellationToken) ?? Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => runner?.StopAsync(cancellationToken) ?? Task.CompletedTask;
    }
}
