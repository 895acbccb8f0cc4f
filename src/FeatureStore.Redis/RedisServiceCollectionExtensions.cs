using FeatureStore.Ports;
using FeatureStore.Redis.Feast;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FeatureStore.Redis;

/// <summary>Registers the online store on Redis.</summary>
public static class RedisServiceCollectionExtensions
{
    private const string KindKey = $"{FeatureStoreOptions.Section}:{nameof(FeatureStoreOptions.OnlineStore)}:{nameof(OnlineStoreOptions.Kind)}";

    /// <summary>
    /// Makes Redis the <see cref="IOnlineStore"/> where <c>FeatureStore:OnlineStore:Kind</c> says so, in a layout of our own or in Feast's, configured by section <see cref="RedisOnlineStoreOptions.Section"/>. Settings are checked when
    /// the host starts; the server is connected to at the first use and may be away till then.
    /// </summary>
    public static IServiceCollection AddRedisOnlineStore(this IServiceCollection services, IConfiguration configuration)
    {
        if (!Enum.TryParse<OnlineStoreKind>(configuration[KindKey], ignoreCase: true, out var kind) || kind == OnlineStoreKind.Embedded)
        {
            return services;
        }

        services.AddOptions<RedisOnlineStoreOptions>().Bind(configuration.GetSection(RedisOnlineStoreOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOnlineStoreOptions>, RedisOnlineStoreOptionsValidator>());
        services.TryAddSingleton(static provider => new RedisConnection(provider.GetRequiredService<IOptions<RedisOnlineStoreOptions>>().Value));
        services.Replace(ServiceDescriptor.Singleton<IOnlineStore>(provider => Make(kind, provider)));
        return services;
    }

    private static IOnlineStore Make(OnlineStoreKind kind, IServiceProvider provider)
    {
        var (connection, options) = (provider.GetRequiredService<RedisConnection>(), provider.GetRequiredService<IOptions<RedisOnlineStoreOptions>>().Value);
        return kind == OnlineStoreKind.FeastRedis ? new FeastOnlineStore(connection, options, provider.GetRequiredService<IFeatureRegistry>()) : new RedisOnlineStore(connection, options);
    }
}
