using Conformance.OnlineStore;
using FeatureStore.Ports;
using FeatureStore.Redis.Tests.Servers;

namespace FeatureStore.Redis.Tests;

/// <summary>The store on Redis, each test in a project of its own.</summary>
public abstract class RedisStoreConformance : OnlineStoreConformance
{
    private readonly string _project = $"t-{Guid.CreateVersion7():N}";
    private RedisConnection? _connection;

    /// <summary>Where the servers are.</summary>
    protected abstract Task<string> ConnectAsync();

    protected override async ValueTask<IOnlineStore> OpenAsync()
    {
        var options = new RedisOnlineStoreOptions { ConnectionString = await ConnectAsync(), Project = _project, Timeout = TimeSpan.FromMinutes(1) };
        _connection = new RedisConnection(options);
        return new RedisOnlineStore(_connection, options);
    }

    protected override async ValueTask<IOnlineStore> ReopenAsync()
    {
        await CloseAsync();
        return await OpenAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private ValueTask CloseAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>One server.</summary>
public sealed class SingleServerConformanceTests(SharedServers servers) : RedisStoreConformance
{
    protected override Task<string> ConnectAsync() => servers.SingleAsync();
}

/// <summary>A cluster of three, where keys of one batch lie on different nodes.</summary>
public sealed class ClusterConformanceTests(SharedServers servers) : RedisStoreConformance
{
    protected override Task<string> ConnectAsync() => servers.ClusterAsync();
}
