using System.Globalization;
using System.Text.Json;
using Catalog.Core.Values;
using Conformance;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Redis.Feast;
using FeatureStore.Rows;
using Servers;

namespace FeatureStore.Redis.Tests.Feast;

/// <summary>Feast's own client and the store on one server: what either writes the other reads.</summary>
public sealed class FeastClientTests : IAsyncLifetime
{
    private const string Project = "demo";
    private const string Noon = "2026-01-02T12:00:00.5+00:00";

    private readonly FakeFeatureRegistry _registry = new(View(1));
    private RedisServer _server = null!;
    private RedisConnection _connection = null!;
    private FeastOnlineStore _store = null!;
    private FeastClient _feast = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.RedisAsync();
        var options = new RedisOnlineStoreOptions { ConnectionString = _server.Address, Project = Project, Timeout = TimeSpan.FromMinutes(1) };
        _connection = new RedisConnection(options);
        _store = new FeastOnlineStore(_connection, options, _registry);
        _feast = await FeastClient.StartAsync(_server.Port, Project);
        await _feast.DefineAsync("drivers", new { driver_id = "INT64" }, Types.ToDictionary(static type => type.Name, static type => type.Feast));
    }

    public async ValueTask DisposeAsync()
    {
        if (_feast is not null)
        {
            await _feast.DisposeAsync();
        }

        if (_server is not null)
        {
            await _connection.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task GetOnlineFeatures_RowsOfEveryType_AreWhatWasWrittenHere()
    {
        await WriteAsync(1, 1001, Noon, 1, [.. Types.Select(static type => type.Value)]);
        await WriteAsync(1, 1002, Noon, 2, [.. Types.Select(static _ => Value.Null)]);

        var answer = await _feast.ReadAsync([.. Types.Select(static type => $"drivers:{type.Name}")], new { driver_id = 1001 }, new { driver_id = 1002 }, new { driver_id = 7 });

        foreach (var (name, _, json, _) in Types)
        {
            Assert.Equal($"{name} [{json},null,null]", $"{name} {JsonSerializer.Serialize(answer.GetProperty(name))}");
        }
    }

    [Fact]
    public async Task ReadAsync_RowsOfEveryType_AreWhatFeastWrote()
    {
        var columns = Types.ToDictionary(static type => type.Name, static type => (object)new[] { JsonDocument.Parse(type.Json).RootElement });
        columns["driver_id"] = new[] { 1001 };
        await _feast.WriteAsync("drivers", columns, Noon);

        var (head, values) = await ReadAsync(1, 1001);

        Assert.Equal(At(Noon), head?.EventTime);
        Assert.Equal(Types.Select(static type => type.Value), values);
        Assert.Equal([1001L], await ScanAsync());
        Assert.Null((await ReadAsync(1, 7)).Head);
    }

    [Fact]
    public async Task Both_WriteTheSameKey_TheLaterEventTimeIsWhatBothRead()
    {
        await WriteAsync(1, 1001, Noon, 1, Numbered(1));
        await FeastWriteAsync(1001, 2, "2026-01-02T12:00:00+00:00");
        Assert.Equal((1, 1), await BothReadAsync(1, 1001));

        await FeastWriteAsync(1001, 3, "2026-01-02T12:00:01+00:00");
        Assert.Equal((3, 3), await BothReadAsync(1, 1001));

        await WriteAsync(1, 1001, "2026-01-02T12:00:00.9+00:00", 2, Numbered(4));
        Assert.Equal((3, 3), await BothReadAsync(1, 1001));

        await WriteAsync(1, 1001, "2026-01-02T12:00:01.000001+00:00", 3, Numbered(5));
        Assert.Equal((5, 5), await BothReadAsync(1, 1001));

        // Of one event time the later in the log counts.
        await WriteAsync(1, 1001, "2026-01-02T12:00:01.000001+00:00", 4, Numbered(6));
        Assert.Equal((6, 6), await BothReadAsync(1, 1001));
    }

    [Fact]
    public async Task WriteAsync_EventTimeBefore1970_IsOrderedAsATime()
    {
        await FeastWriteAsync(1001, 1, "1969-12-31T23:59:58.5+00:00");
        await WriteAsync(1, 1001, "1969-12-31T23:59:57.9+00:00", 1, Numbered(2));
        Assert.Equal((1, 1), await BothReadAsync(1, 1001));

        await WriteAsync(1, 1001, "1969-12-31T23:59:58.6+00:00", 2, Numbered(3));
        Assert.Equal((3, 3), await BothReadAsync(1, 1001));
    }

    [Fact]
    public async Task WriteAsync_NextVersionOfTheView_TakesFeastsFieldsOverAndTheEarlierOneLetsThemBe()
    {
        _registry.Apply(View(2));
        await WriteAsync(1, 1001, Noon, 1, Numbered(1));
        await WriteAsync(2, 1001, Noon, 1, Numbered(2));
        Assert.Equal((2, 2), await BothReadAsync(2, 1001));

        // The earlier version goes on until the later one has caught up.
        await WriteAsync(2, 1001, "2026-01-02T12:00:01+00:00", 2, Numbered(4));
        await WriteAsync(1, 1001, "2026-01-02T12:00:01+00:00", 2, Numbered(3));
        Assert.Equal((4, 4), await BothReadAsync(2, 1001));
    }

    [Fact]
    public async Task Remove_ViewInFeast_TakesItsFieldsAndLeavesOurRow()
    {
        await WriteAsync(1, 1001, Noon, 1, Numbered(1));
        await _feast.DefineAsync("kept", new { driver_id = "INT64" }, new { f = "Int64" });
        await _feast.WriteAsync("kept", new { driver_id = new[] { 1001 }, f = new[] { 9 } }, Noon);

        await _feast.RemoveAsync("drivers");

        Assert.Equal(1, (await ReadAsync(1, 1001)).Values[IntPlace].AsInt64());
        Assert.Equal("[9]", (await _feast.ReadAsync(["kept:f"], new { driver_id = 1001 })).GetProperty("f").ToString());
        await _feast.DefineAsync("drivers", new { driver_id = "INT64" }, Types.ToDictionary(static type => type.Name, static type => type.Feast));
        Assert.Equal("[null]", (await _feast.ReadAsync(["drivers:int64"], new { driver_id = 1001 })).GetProperty("int64").GetRawText());
    }

    [Fact]
    public async Task DeleteViewAsync_LastVersion_TakesFeastsFieldsAndOnlyOfThisProject()
    {
        await WriteAsync(1, 1001, Noon, 1, Numbered(1));
        await using var other = await FeastClient.StartAsync(_server.Port, "x" + Project);
        await other.DefineAsync("drivers", new { driver_id = "INT64" }, new { int64 = "Int64" });
        await other.WriteAsync("drivers", new { driver_id = new[] { 1001 }, int64 = new[] { 5 } }, Noon);
        _registry.Apply(View(2));

        await _store.DeleteViewAsync("drivers@1", Token);
        Assert.Equal("[1]", (await _feast.ReadAsync(["drivers:int64"], new { driver_id = 1001 })).GetProperty("int64").ToString());

        await WriteAsync(2, 1001, Noon, 1, Numbered(2));
        _registry.Remove("drivers");
        await _store.DeleteViewAsync("drivers@2", Token);
        Assert.Equal("[null]", (await _feast.ReadAsync(["drivers:int64"], new { driver_id = 1001 })).GetProperty("int64").GetRawText());
        Assert.Equal("[5]", (await other.ReadAsync(["drivers:int64"], new { driver_id = 1001 })).GetProperty("int64").ToString());
    }

    [Fact]
    public async Task ReadAsync_FeastWroteAnotherType_SaysSo()
    {
        await _feast.DefineAsync("drivers", new { driver_id = "INT64" }, new { int64 = "String" });
        await _feast.WriteAsync("drivers", new { driver_id = new[] { 1001 }, int64 = new[] { "text" } }, Noon);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => ReadAsync(1, 1001));

        Assert.Equal(FeatureStoreErrorCode.CorruptData, error.ErrorCode);
        Assert.Contains("drivers", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Name, Feast's type, the value as <c>feast_client.py</c> writes it, and ours.</summary>
    private static readonly (string Name, string Feast, string Json, Value Value)[] Types =
    [
        ("int32", "Int32", "-7", Value.Of(-7)),
        ("int64", "Int64", "9007199254740993", Value.Of(9_007_199_254_740_993)),
        ("float", "Float32", "0.5", Value.Of(0.5f)),
        ("double", "Float64", "0.1", Value.Of(0.1)),
        ("bool", "Bool", "true", Value.Of(true)),
        ("string", "String", "\"gr\\u00FC\\u00DF\"", Value.Of("grüß")),
        ("bytes", "Bytes", "{\"hex\":\"00ff01\"}", Value.Of(new byte[] { 0, 255, 1 })),
        ("time", "UnixTimestamp", "\"2022-04-01T12:00:00\\u002B00:00\"", Value.Of(At("2022-04-01T12:00:00Z"))),
        ("int32s", "Int32[]", "[1,-2,3]", Value.OfList(ScalarType.Int32, [Value.Of(1), Value.Of(-2), Value.Of(3)])),
        ("int64s", "Int64[]", "[9007199254740993,0]", Value.OfList(ScalarType.Int64, [Value.Of(9_007_199_254_740_993), Value.Of(0L)])),
        ("floats", "Float32[]", "[0.5,1.5]", Value.OfList(ScalarType.Float, [Value.Of(0.5f), Value.Of(1.5f)])),
        ("doubles", "Float64[]", "[0.1,-0.2]", Value.OfList(ScalarType.Double, [Value.Of(0.1), Value.Of(-0.2)])),
        ("bools", "Bool[]", "[true,false]", Value.OfList(ScalarType.Bool, [Value.Of(true), Value.Of(false)])),
        ("strings", "String[]", "[\"a\",\"\"]", Value.OfList(ScalarType.String, [Value.Of("a"), Value.Of(string.Empty)])),
        ("times", "UnixTimestamp[]", "[\"2022-04-01T12:00:00\\u002B00:00\"]", Value.OfList(ScalarType.Timestamp, [Value.Of(At("2022-04-01T12:00:00Z"))])),
    ];

    private const int IntPlace = 1;

    private static FeatureView View(int version) => new()
    {
        Name = "drivers", Version = version, Domain = "d", Owner = "o", Source = "s", TimestampColumn = "t",
        Entities = [new Entity { Name = "driver_id", JoinKey = "driver_id", Type = new DataType(ScalarType.Int64), Domain = "d", Owner = "o" }],
        Features = [.. Types.Select(static type => new Feature { Name = type.Name, Type = type.Value.Type, From = type.Name })],
    };

    private static Instant At(string time) => Instant.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));

    private static EntityKey Key(long driver) => EntityKey.Create(View(1).Entities, [Value.Of(driver)]);

    private static Value[] Numbered(long number) => [.. Types.Select((type, place) => place == IntPlace ? Value.Of(number) : type.Value)];

    private async Task WriteAsync(int version, long driver, string time, long sequence, Value[] values)
    {
        var row = new FeatureRow([], At(time), At(time), sequence, values);
        await _store.WriteAsync([new OnlineWrite(Key(driver), $"drivers@{version}", row.EventTime, sequence, OnlineRowCodec.Encode(row))], Token);
    }

    private Task FeastWriteAsync(long driver, long number, string time)
    {
        var columns = Types.ToDictionary(static type => type.Name, static type => (object)new[] { JsonDocument.Parse(type.Json).RootElement });
        (columns["driver_id"], columns["int64"]) = (new[] { driver }, new[] { number });
        return _feast.WriteAsync("drivers", columns, time);
    }

    private async Task<(OnlineRowHead? Head, Value[] Values)> ReadAsync(int version, long driver)
    {
        var (rows, values) = (new ReadOnlyMemory<byte>[1], new Value[Types.Length]);
        await _store.ReadAsync([Key(driver)], [$"drivers@{version}"], rows, Token);
        return rows[0].IsEmpty ? (null, []) : (OnlineRowCodec.Decode(rows[0].Span, values), values);
    }

    private async Task<(long Ours, long Feasts)> BothReadAsync(int version, long driver)
    {
        var feasts = await _feast.ReadAsync(["drivers:int64"], new { driver_id = driver });
        return ((await ReadAsync(version, driver)).Values[IntPlace].AsInt64(), feasts.GetProperty("int64")[0].GetInt64());
    }

    private async Task<List<long>> ScanAsync()
    {
        var keys = new List<long>();
        await foreach (var row in _store.ScanAsync("drivers@1", Token))
        {
            keys.Add(row.Key.Decode()[0].Value.AsInt64());
        }

        return keys;
    }
}
