using FeatureStore.Materialization;
using FeatureStore.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FeatureStore.StreamJoins;

internal static class StreamJoinServiceCollectionExtensions
{
    internal static void AddStreamJoins(this IServiceCollection services) => services.TryAddSingleton(static provider => new StreamJoin(
        provider.GetRequiredService<IOnlineStore>(),
        provider.GetRequiredService<IOfflineManifest>(),
        provider.GetRequiredService<ReplacedFiles>(),
        provider.GetRequiredService<IPastRows>(),
        provider.GetService<IOneSidedKeys>()));
}
