using FeatureStore.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FeatureStore.StreamJoins;

internal static class StreamJoinServiceCollectionExtensions
{
    internal static void AddStreamJoins(this IServiceCollection services)
    {
        services.TryAddSingleton<PastJoin>();
        services.TryAddSingleton(static provider => new StreamJoin(
            provider.GetRequiredService<IOnlineStore>(), provider.GetRequiredService<PastJoin>(), provider.GetService<IOneSidedKeys>()));
    }
}
