using FeatureStore.DuckDb;
using FeatureStore.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FeatureStore.S3.Tests;

/// <summary>The offline store of one process, as its settings make it, with a folder of its own.</summary>
internal sealed class S3Process : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("s3-process-").FullName;
    private readonly ServiceProvider _services;

    internal S3Process(S3OfflineOptions options)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Catalog:DataDirectory", _folder),
            new("FeatureStore:DuckDb:MemoryLimitMebibytes", "256"),
            new("FeatureStore:DuckDb:Threads", "2"),
            new("FeatureStore:Offline:Kind", "S3"),
            new($"{S3OfflineOptions.Section}:Bucket", options.Bucket),
            new($"{S3OfflineOptions.Section}:ServiceUrl", options.ServiceUrl),
            new($"{S3OfflineOptions.Section}:PathStyle", "true"),
            new($"{S3OfflineOptions.Section}:AccessKey", options.AccessKey),
            new($"{S3OfflineOptions.Section}:SecretKey", options.SecretKey),
        ]).Build();
        _services = new ServiceCollection().AddLogging().AddDuckDbOfflineStore(configuration).AddS3OfflineStorage(configuration).BuildServiceProvider();
    }

    internal IOfflineFiles Files => Get<IOfflineFiles>();

    internal T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
