using FeatureStore.S3.Tests;
using Servers;

[assembly: AssemblyFixture(typeof(SharedSwift))]

namespace FeatureStore.S3.Tests;

/// <summary>The server that the tests share, started when first needed. Each test has a bucket of its own.</summary>
public sealed class SharedSwift : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private SwiftServer? _server;

    /// <summary>Settings for a bucket that is made for them; skips the test where Swift is not installed.</summary>
    internal async Task<S3OfflineOptions> NewBucketAsync(string cacheDirectory)
    {
        var server = await GetAsync();
        return OptionsOf(server, await server.NewBucketAsync(), cacheDirectory);
    }

    /// <summary>Settings for a bucket of a server.</summary>
    internal static S3OfflineOptions OptionsOf(SwiftServer server, string bucket, string cacheDirectory) => new()
    {
        Bucket = bucket,
        ServiceUrl = server.Url,
        PathStyle = true,
        AccessKey = SwiftServer.AccessKey,
        SecretKey = SwiftServer.SecretKey,
        CacheDirectory = cacheDirectory,
        Retries = 1,
        Timeout = TimeSpan.FromMinutes(1),
    };

    /// <summary>The server; skips the test where Swift is not installed.</summary>
    internal async Task<SwiftServer> GetAsync()
    {
        Assert.SkipWhen(SwiftServer.Missing is not null, SwiftServer.Missing ?? string.Empty);
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _server ??= await SwiftServer.StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
