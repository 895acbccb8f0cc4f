using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>
/// The connection to the servers: opened at the first use, opened again by itself after a loss, shared by all callers. While the servers are away every call fails at once, but for the first ones, which
/// wait for the first attempt to connect. Thread-safe.
/// </summary>
internal sealed class RedisConnection(RedisOnlineStoreOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly ConfigurationOptions _configuration = Configure(options);
    private volatile ConnectionMultiplexer? _multiplexer;

    /// <summary>Where the servers are, for messages; without a password.</summary>
    internal string Servers { get; } = string.Join(',', ConfigurationOptions.Parse(options.ConnectionString).EndPoints.Select(static endpoint => endpoint.ToString()));

    /// <summary>Connections that were opened so far; one that breaks off is opened anew before the next command.</summary>
    internal long Opened => _multiplexer?.GetCounters().Interactive.SocketCount ?? 0;

    /// <summary>Runs commands and waits for them no longer than the settings allow.</summary>
    /// <param name="attempt">What they do, as the beginning of a sentence.</param>
    /// <param name="commands">Sends them.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="FeatureStoreException">The servers cannot be reached, are too slow or refuse.</exception>
    internal async Task<T> RunAsync<T>(string attempt, Func<ConnectionMultiplexer, Task<T>> commands, CancellationToken cancellationToken)
    {
        try
        {
            var multiplexer = await OpenAsync(cancellationToken).ConfigureAwait(false);
            return await commands(multiplexer).WaitAsync(options.Timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisErrors.IsKnown(exception))
        {
            throw RedisErrors.For(attempt, Servers, exception);
        }
    }

    /// <summary>Whether keys are spread over the nodes of a cluster.</summary>
    internal static bool IsCluster(ConnectionMultiplexer multiplexer) => Connected(multiplexer).Any(static server => server.ServerType == ServerType.Cluster);

    /// <summary>The servers that together hold all keys, replicas left out.</summary>
    /// <exception cref="RedisAwayException">One of them cannot be reached, so that keys would be missed.</exception>
    internal static IReadOnlyList<IServer> Masters(ConnectionMultiplexer multiplexer)
    {
        var connected = Connected(multiplexer).ToList();
        var masters = connected.Find(static server => server.ServerType == ServerType.Cluster) is { } node
            ? [.. (node.ClusterConfiguration?.Nodes ?? []).Where(static node => !node.IsSlave && node.Slots.Count > 0).Select(node => multiplexer.GetServer(node.EndPoint))]
            : connected.Where(static server => !server.IsSlave).ToList();
        return masters.Count > 0 && masters.TrueForAll(static server => server.IsConnected)
            ? masters
            : throw new RedisAwayException("A server that holds keys is not connected.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_multiplexer is { } multiplexer)
        {
            await multiplexer.CloseAsync().ConfigureAwait(false);
            multiplexer.Dispose();
        }

        _opening.Dispose();
    }

    private async ValueTask<ConnectionMultiplexer> OpenAsync(CancellationToken cancellationToken)
    {
        if (_multiplexer is { } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Kept even when no server answered: it goes on trying in the background.
            return _multiplexer ??= await ConnectAsync().ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private static IEnumerable<IServer> Connected(ConnectionMultiplexer multiplexer)
        => multiplexer.GetEndPoints().Select(endpoint => multiplexer.GetServer(endpoint)).Where(static server => server.IsConnected);

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(_configuration).ConfigureAwait(false);

        // Answers need no order among each other; keeping one would put all callers through one thread.
        multiplexer.PreserveAsyncOrder = false;

        // Keys are bytes and may name people; neither belongs into a log.
        multiplexer.IncludeDetailInExceptions = false;
        return multiplexer;
    }

    private static ConfigurationOptions Configure(RedisOnlineStoreOptions options)
    {
        var configuration = ConfigurationOptions.Parse(options.ConnectionString);
        configuration.AbortOnConnectFail = false;
        configuration.SyncTimeout = (int)options.Timeout.TotalMilliseconds;
        configuration.ClientName ??= "catalog";
        return configuration;
    }
}
