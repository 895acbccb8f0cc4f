using Catalog.Core.Values;
using Conformance;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Servers;

namespace FeatureStore.Redis.Tests;

/// <summary>What the store does while its server is away, slow, or holds what it should not. Each test has a server of its own.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisConnection _connection = null!;
    private RedisOnlineStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.RedisAsync();
        Open(new RedisOnlineStoreOptions { Timeout = TimeSpan.FromMinutes(1) });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _connection.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task EveryMethod_ServerAway_SaysSoAndNamesTheSetting()
    {
        await WriteAsync(1, 1);
        await _server.KillAsync();

        Func<Task>[] calls =
        [
            () => WriteAsync(1, 2),
            () => TimeAsync(1),
            () => _store.CountAsync("v@1", Token).AsTask(),
            () => _store.DeleteKeyAsync(Key(1), Token).AsTask(),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<FeatureStoreException>(call);
            Assert.Equal(FeatureStoreErrorCode.OnlineStoreUnavailable, error.ErrorCode);
            Assert.Contains(_server.Address, error.Message, StringComparison.Ordinal);
            Assert.Contains("FeatureStore:OnlineStore:Redis:", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WriteAsync_ServerKilledAndStartedAgain_GoesOnWithWhatWasAcknowledged()
    {
        await WriteAsync(1, 10);
        await _server.KillAsync();
        await Assert.ThrowsAsync<FeatureStoreException>(() => WriteAsync(1, 20));
        await _server.RestartAsync();

        await UntilBackAsync();

        Assert.Equal(10, await TimeAsync(1));
        Assert.Equal(0, await WriteAsync(1, 5));
        Assert.Equal(1, await WriteAsync(1, 20));
    }

    [Fact]
    public async Task Breaks_ServerStartedAgain_ChangesAndOtherwiseDoesNot()
    {
        await WriteAsync(1, 10);
        var before = _store.Breaks;
        await WriteAsync(1, 20);
        Assert.Equal(before, _store.Breaks);

        await _server.KillAsync();
        await _server.RestartAsync();
        await UntilBackAsync();

        Assert.True(_store.Breaks > before);
    }

    [Fact]
    public async Task ReadAsync_ServerAwayAtFirstUse_FindsItOnceItIsThere()
    {
        await WriteAsync(1, 10);
        await _connection.DisposeAsync();
        await _server.KillAsync();
        Open(new RedisOnlineStoreOptions { Timeout = TimeSpan.FromMinutes(1) });
        await Assert.ThrowsAsync<FeatureStoreException>(() => TimeAsync(1));
        await _server.RestartAsync();

        await UntilBackAsync();

        Assert.Equal(10, await TimeAsync(1));
    }

    [Fact]
    public async Task WriteAsync_ScriptsForgotten_SendsTheScriptAgain()
    {
        await WriteAsync(1, 10);
        await _server.CommandAsync("script", "flush");

        Assert.Equal(1, await WriteAsync(1, 20));
    }

    [Fact]
    public async Task ReadAsync_ServerHangs_GivesUpAfterTheTimeout()
    {
        await WriteAsync(1, 10);
        await _connection.DisposeAsync();
        Open(new RedisOnlineStoreOptions { Timeout = TimeSpan.FromMilliseconds(300) });
        await UntilBackAsync();
        await _server.SignalAsync("STOP");
        try
        {
            var error = await Assert.ThrowsAsync<FeatureStoreException>(() => TimeAsync(1));
            Assert.Equal(FeatureStoreErrorCode.OnlineStoreUnavailable, error.ErrorCode);
        }
        finally
        {
            await _server.SignalAsync("CONT");
        }

        await UntilBackAsync();
        Assert.Equal(10, await TimeAsync(1));
    }

    [Fact]
    public async Task WriteAsync_MemoryFull_SaysWhatTheServerSays()
    {
        await _server.CommandAsync("config", "set", "maxmemory", "1");

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => WriteAsync(1, 10));

        Assert.Equal(FeatureStoreErrorCode.OnlineStoreUnavailable, error.ErrorCode);
        Assert.Contains("OOM", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_KeyOfAnotherProgram_IsCorruptData()
    {
        await WriteAsync(1, 10);
        var name = await _server.CommandAsync("--raw", "keys", "*");
        Assert.StartsWith("catalog:", name, StringComparison.Ordinal);
        await _server.CommandAsync("eval", "local key = redis.call('keys', '*')[1] redis.call('del', key) return redis.call('set', key, 'x')", "0");

        Assert.Equal(FeatureStoreErrorCode.CorruptData, (await Assert.ThrowsAsync<FeatureStoreException>(() => TimeAsync(1))).ErrorCode);
        Assert.Equal(FeatureStoreErrorCode.CorruptData, (await Assert.ThrowsAsync<FeatureStoreException>(() => WriteAsync(1, 20))).ErrorCode);
    }

    [Fact]
    public async Task WriteAsync_StoredRowCutOff_IsCorruptDataAndLeavesIt()
    {
        await WriteAsync(1, 10);
        await _server.CommandAsync("eval", "return redis.call('hset', redis.call('keys', '*')[1], 'v@1', 'short')", "0");

        Assert.Equal(FeatureStoreErrorCode.CorruptData, (await Assert.ThrowsAsync<FeatureStoreException>(() => WriteAsync(1, 20))).ErrorCode);
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(60_000, 60_000)]
    public async Task WriteAsync_ExpireAfter_IsTheTimeToLiveOfTheKeyFromTheLastWrite(int milliseconds, int expected)
    {
        await _connection.DisposeAsync();
        Open(new RedisOnlineStoreOptions { Timeout = TimeSpan.FromMinutes(1), ExpireAfter = TimeSpan.FromMilliseconds(milliseconds) });
        await WriteAsync(1, 10);

        var left = int.Parse(await _server.CommandAsync("eval", "return redis.call('pttl', redis.call('keys', '*')[1])", "0"), System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(left, expected < 0 ? -1 : 1, expected);
    }

    [Fact]
    public async Task Projects_OnOneServer_DoNotSeeEachOther()
    {
        await WriteAsync(1, 10);
        await using var connection = new RedisConnection(new RedisOnlineStoreOptions { ConnectionString = _server.Address, Project = "catalog-2" });
        var other = new RedisOnlineStore(connection, new RedisOnlineStoreOptions { Project = "catalog-2" });

        Assert.Equal(0, await other.CountAsync("v@1", Token));
        await other.DeleteViewAsync("v@1", Token);
        Assert.Equal(10, await TimeAsync(1));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static EntityKey Key(long id)
        => EntityKey.Create([new Entity { Name = "id", JoinKey = "id", Type = new DataType(ScalarType.Int64), Domain = "d", Owner = "o" }], [Value.Of(id)]);

    private void Open(RedisOnlineStoreOptions options)
    {
        options.ConnectionString = _server.Address;
        _connection = new RedisConnection(options);
        _store = new RedisOnlineStore(_connection, options);
    }

    private Task<int> WriteAsync(long id, long time)
    {
        var row = OnlineRowCodec.Encode(new FeatureRow([], new Instant(time), new Instant(time), 1, [Value.Of("x")]));
        return _store.WriteAsync([new OnlineWrite(Key(id), "v@1", new Instant(time), 1, row)], Token).AsTask();
    }

    private async Task<long> TimeAsync(long id)
    {
        var rows = new ReadOnlyMemory<byte>[1];
        await _store.ReadAsync([Key(id)], ["v@1"], rows, Token);
        return OnlineRowCodec.DecodeHead(rows[0].Span).EventTime.UnixMicroseconds;
    }

    /// <summary>The connection comes back by itself; when, is not the store's to say.</summary>
    private async Task UntilBackAsync()
    {
        while (true)
        {
            try
            {
                await TimeAsync(1);
                return;
            }
            catch (FeatureStoreException error) when (error.ErrorCode == FeatureStoreErrorCode.OnlineStoreUnavailable)
            {
                await Task.Delay(50, Token);
            }
        }
    }
}
