using Conformance;
using FeatureStore.Redis.Tests.Servers;
using Servers;

[assembly: AssemblyFixture(typeof(SharedServers))]

namespace FeatureStore.Redis.Tests.Servers;

/// <summary>The servers that the tests share, each started when first needed.</summary>
public sealed class SharedServers : IAsyncDisposable
{
    private const int Nodes = 3;

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly List<RedisServer> _started = [];
    private string? _single;
    private string? _cluster;

    /// <summary>Connection string of a single server.</summary>
    internal Task<string> SingleAsync() => OnceAsync(() => _single, async () => _single = (await AddAsync()).Address);

    /// <summary>Connection string of a cluster of three.</summary>
    internal Task<string> ClusterAsync() => OnceAsync(() => _cluster, async () => _cluster = await StartClusterAsync());

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started)
        {
            await server.DisposeAsync();
        }

        _starting.Dispose();
    }

    private async Task<string> OnceAsync(Func<string?> find, Func<Task<string>> start)
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return find() ?? await start();
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<RedisServer> AddAsync(params string[] arguments)
    {
        var server = await TestServers.RedisAsync(arguments);
        _started.Add(server);
        return server;
    }

    private async Task<string> StartClusterAsync()
    {
        var nodes = new List<RedisServer>();
        for (var i = 0; i < Nodes; i++)
        {
            nodes.Add(await AddAsync("--cluster-enabled", "yes", "--cluster-port", $"{RedisServer.FreePort()}", "--cluster-node-timeout", "15000"));
        }

        var addresses = nodes.ConvertAll(static node => node.Address);
        var made = await RedisServer.RunAsync("redis-cli", ["--cluster", "create", .. addresses, "--cluster-yes"]);
        Assert.Contains("All 16384 slots covered", made, StringComparison.Ordinal);
        foreach (var node in nodes)
        {
            while (!(await node.CommandAsync("cluster", "info")).Contains("cluster_state:ok", StringComparison.Ordinal))
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }

        return string.Join(',', addresses);
    }
}
