using FeatureStore.Ports;
using Servers;

namespace FeatureStore.S3.Tests;

/// <summary>What the storage does while its server is away, and when it is there again. Each test has a server of its own.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private const string Name = "orders/v1/p0/0-10.parquet";

    private readonly StorageFactory _storages = new();
    private SwiftServer _server = null!;
    private string _bucket = string.Empty;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(SwiftServer.Missing is not null, SwiftServer.Missing ?? string.Empty);
        _server = await SwiftServer.StartAsync();
        _bucket = await _server.NewBucketAsync();
        _storages.Settings = () => SharedSwift.OptionsOf(_server, _bucket, string.Empty);
    }

    public async ValueTask DisposeAsync()
    {
        _storages.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task EveryMethod_ServerAway_SaysSoAndNamesTheSettingAndGoesOnAfterwards()
    {
        var (storage, reader) = (_storages.Open(), _storages.Open());
        var file = await StorageFactory.WriteAsync(storage, Name, 1_000);
        await _server.KillAsync();

        Func<Task>[] calls =
        [
            () => StorageFactory.WriteAsync(storage, "orders/v1/p0/10-20.parquet", 1_000),
            () => reader.OpenAsync([file], Token),
            () => storage.ListAsync(Token),
            () => storage.DeleteAsync(Name, Token),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<FeatureStoreException>(call);
            Assert.Equal(FeatureStoreErrorCode.OfflineStoreUnavailable, error.ErrorCode);
            Assert.True(error.IsTransient);
            Assert.Contains($"s3://{_bucket}/catalog", error.Message, StringComparison.Ordinal);
            Assert.Contains("FeatureStore:Offline:S3:ServiceUrl", error.Message, StringComparison.Ordinal);
        }

        (await storage.OpenAsync([file], Token)).Dispose(); // Its own copy needs no server.
        await _server.RestartAsync();

        (await reader.OpenAsync([file], Token)).Dispose();
        await StorageFactory.WriteAsync(storage, "orders/v1/p0/10-20.parquet", 1_000);
        Assert.Equal(2, (await storage.ListAsync(Token)).Count);
    }

    [Fact]
    public async Task CheckAsync_ServerAway_LetsTheProcessStart()
    {
        var storage = _storages.Open();
        await _server.KillAsync();

        await storage.CheckAsync(Token);
        await _server.RestartAsync();

        await StorageFactory.WriteAsync(storage, Name, 10);
    }
}
