using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Erasures;
using FeatureStore.DuckDb.Explanations;
using FeatureStore.DuckDb.Offline;
using FeatureStore.DuckDb.Proof;
using FeatureStore.DuckDb.Retention;
using FeatureStore.DuckDb.StreamJoins;
using FeatureStore.DuckDb.Tables;
using FeatureStore.DuckDb.Training;
using FeatureStore.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb;

/// <summary>Registers the offline store.</summary>
public static class DuckDbServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IOfflineFiles"/>, <see cref="ITrainingSetEngine"/>, <see cref="IErasureEngine"/>, <see cref="IRetentionEngine"/>, <see cref="IProofEngine"/>, <see cref="IKeyHistory"/>, <see cref="IPastRows"/>, <see cref="ITableReader"/> and <see cref="ITableWriter"/> over DuckDB, configured by section
    /// <see cref="DuckDbOptions.Section"/>, with files in its folder unless another <see cref="IOfflineStorage"/> takes its place. Settings are checked when the host starts.
    /// </summary>
    public static IServiceCollection AddDuckDbOfflineStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DuckDbOptions>()
            .Bind(configuration.GetSection(DuckDbOptions.Section))
            .PostConfigure(options => options.RootDirectory = RootOf(options, configuration))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DuckDbOptions>, DuckDbOptionsValidator>());
        services.TryAddSingleton<IOfflineStorage, LocalOfflineStorage>();
        services.TryAddSingleton<OfflineDatabase>();
        services.TryAddSingleton<IOfflineFiles, ParquetOfflineFiles>();
        services.TryAddSingleton<ITableReader, ParquetTableReader>();
        services.TryAddSingleton<ITableWriter, ParquetTableWriter>();
        services.TryAddSingleton<ITrainingSetEngine, DuckDbTrainingSetEngine>();
        services.TryAddSingleton<IErasureEngine, DuckDbErasureEngine>();
        services.TryAddSingleton<IRetentionEngine, DuckDbRetentionEngine>();
        services.TryAddSingleton<IProofEngine, DuckDbProofEngine>();
        services.TryAddSingleton<IKeyHistory, DuckDbKeyHistory>();
        services.TryAddSingleton<IPastRows, DuckDbPastRows>();
        return services;
    }

    private static string RootOf(DuckDbOptions options, IConfiguration configuration)
        => string.IsNullOrWhiteSpace(options.RootDirectory) && configuration[FeatureStoreOptions.DataDirectoryKey] is { Length: > 0 } data
            ? Path.Combine(data, "offline")
            : options.RootDirectory;
}
