using FeatureStore.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FeatureStore.S3;

/// <summary>Registers the offline store on S3.</summary>
public static class S3ServiceCollectionExtensions
{
    private const string KindKey = $"{FeatureStoreOptions.Section}:{nameof(FeatureStoreOptions.Offline)}:{nameof(OfflineStoreOptions.Kind)}";

    /// <summary>
    /// Makes a bucket the <see cref="IOfflineStorage"/> where <c>FeatureStore:Offline:Kind</c> says so, configured by section <see cref="S3OfflineOptions.Section"/>. Settings, bucket and key are
    /// checked when the host starts; a server that is away then may come later.
    /// </summary>
    public static IServiceCollection AddS3OfflineStorage(this IServiceCollection services, IConfiguration configuration)
    {
        if (!nameof(OfflineStoreKind.S3).Equals(configuration[KindKey], StringComparison.OrdinalIgnoreCase))
        {
            return services;
        }

        services.AddOptions<S3OfflineOptions>()
            .Bind(configuration.GetSection(S3OfflineOptions.Section))
            .PostConfigure(options => options.CacheDirectory = CacheOf(options, configuration))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<S3OfflineOptions>, S3OfflineOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<S3OfflineStorage>();
        services.Replace(ServiceDescriptor.Singleton<IOfflineStorage>(static provider => provider.GetRequiredService<S3OfflineStorage>()));
        services.AddHostedService<S3StartCheck>();
        return services;
    }

    private static string CacheOf(S3OfflineOptions options, IConfiguration configuration)
        => string.IsNullOrWhiteSpace(options.CacheDirectory) && configuration[FeatureStoreOptions.DataDirectoryKey] is { Length: > 0 } data
            ? Path.Combine(data, "offline-cache")
            : options.CacheDirectory;
}
