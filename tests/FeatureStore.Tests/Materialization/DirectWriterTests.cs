using Catalog.Core.Values;
using Conformance;
using Conformance.Erasures;
using Conformance.Offline;
using FeatureStore.Diagnostics;
using FeatureStore.Embedded;
using FeatureStore.Erasures;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Selection;
using FeatureStore.Tests.Embedded;

namespace FeatureStore.Tests.Materialization;

/// <summary>Rows without events: an order of their own beside the events, and never a row of who is erased.</summary>
public sealed class DirectWriterTests : IAsyncDisposable
{
    private static readonly FeatureView View = Views.View("v", [Views.Entity("id")], Views.Feature("a", ScalarType.Int64), Views.Feature("b", ScalarType.String));

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualClock _clock = new();
    private readonly InMemoryErasureStore _tombstones = new();
    private readonly InMemoryComputedVersions _computed = new();
    private readonly FeatureStoreMetrics _metrics = new();
    private readonly EmbeddedOnlineStore _online;

    public DirectWriterTests() => _online = OnlineRows.Open(_directory);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _online.DisposeAsync();
        _directory.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task WriteAsync_RowsOfOneKey_TheNewestAnswersAndOfEqualTimesTheLast()
    {
        var writer = Writer(View);

        Assert.Equal(new DirectWriteResult(4, 2, 0), await writer.WriteAsync(View, [Row(1, 20, 1, "x"), Row(1, 20, 2, "y"), Row(1, 10, 3, "z"), Row(2, 5, 4, null)], Token));
        Assert.Equal(new DirectWriteResult(2, 0, 0), await writer.WriteAsync(View, [Row(1, 20, 9, "again"), Row(1, 19, 9, "older")], Token));

        Assert.Equal((20L, "2", "y"), await StoredAsync(View, 1));
        Assert.Equal((5L, "4", "null"), await StoredAsync(View, 2));
    }

    [Fact]
    public async Task WriteAsync_BesideEvents_AnEventOfTheSameTimeAndALaterOneCount()
    {
        var writer = Writer(View);
        await writer.WriteAsync(View, [Row(1, 20, 1, "written"), Row(2, 20, 1, "written"), Row(3, 20, 1, "written")], Token);

        await ArriveAsync(View, Row(1, 20, 2, "same time"), Row(2, 19, 2, "older"), Row(3, 21, 2, "later"));
        await writer.WriteAsync(View, [Row(1, 20, 3, "same time again"), Row(3, 20, 3, "older")], Token);

        Assert.Equal(["same time", "written", "later"], [(await StoredAsync(View, 1)).B, (await StoredAsync(View, 2)).B, (await StoredAsync(View, 3)).B]);
    }

    [Fact]
    public async Task WriteAsync_NullsThatArePassedOver_LeaveTheValuesOfOtherRows()
    {
        var view = View with { NullPolicy = NullPolicy.NewestNonNull };
        var writer = Writer(view);

        Assert.Equal(new DirectWriteResult(2, 1, 0), await writer.WriteAsync(view, [Row(1, 10, 1, "x"), Row(1, 20, 2, null)], Token));
        Assert.Equal(new DirectWriteResult(1, 0, 0), await writer.WriteAsync(view, [Row(1, 15, 3, "y")], Token));

        var rows = new ReadOnlyMemory<byte>[2];
        await _online.ReadAsync([OnlineRows.Key(1)], new OnlineLayout(view).Values, rows, Token);
        Assert.Equal([(20L, "2"), (15L, "y")], rows.Select(static row => (OnlineRowCodec.DecodeHead(row.Span).EventTime.UnixMicroseconds, FirstOf(row))));
    }

    [Fact]
    public async Task WriteAsync_WhileAnEarlierVersionAnswers_BothHaveTheRow()
    {
        var newest = View with { Version = 2, Features = [View.Features[1]] };
        await _computed.MarkAsync(View.Id, default, Token);

        await Writer(new FakeFeatureRegistry(View, newest)).WriteAsync(newest, [new FeatureRow([Value.Of(1L)], new Instant(10), new Instant(10), 0, [Value.Of("x")])], Token);

        Assert.Equal((10L, "null", "x"), await StoredAsync(View, 1));
        Assert.Equal("x", FirstOf(await ReadAsync(newest, 1)));
    }

    [Fact]
    public async Task WriteAsync_ErasedEntity_IsKeptOutThroughItsEnd()
    {
        var writer = Writer(View);
        await EraseAsync(1, through: new Instant(50));

        Assert.Equal(new DirectWriteResult(3, 2, 1), await writer.WriteAsync(View, [Row(1, 50, 1, "x"), Row(2, 50, 1, "x"), Row(1, 51, 2, "after the end") with { ArrivalTime = new Instant(51) }], Token));

        Assert.Equal((51L, "2", "after the end"), await StoredAsync(View, 1));
    }

    [Fact]
    public async Task WriteAsync_EntityIsErasedMeanwhile_LeavesNoRow()
    {
        // As if the erasure had looked through the store just before the row was there.
        var store = new ErasingStore(_online, () => EraseAsync(1, through: null));
        var writer = Writer(new FakeFeatureRegistry(View), store);

        Assert.Equal(new DirectWriteResult(2, 2, 1), await writer.WriteAsync(View, [Row(1, 50, 1, "x"), Row(2, 50, 1, "x")], Token));

        Assert.True((await ReadAsync(View, 1)).IsEmpty);
        Assert.Equal((50L, "1", "x"), await StoredAsync(View, 2));
    }

    private DirectWriter Writer(FeatureView view) => Writer(new FakeFeatureRegistry(view));

    private DirectWriter Writer(FakeFeatureRegistry registry, IOnlineStore? store = null)
        => new(store ?? _online, new ServedVersions(registry, _computed, _clock), new ErasedEntities(_tombstones, _clock), _metrics);

    private static FeatureRow Row(long key, long time, long a, string? b) => new([Value.Of(key)], new Instant(time), new Instant(1_000), 0, [Value.Of(a), Value.Of(b)]);

    private async Task ArriveAsync(FeatureView view, params FeatureRow[] rows)
    {
        var writes = new List<OnlineWrite>();
        Array.ForEach(rows, row => new OnlineLayout(view).AddWrites(row, writes));
        await _online.WriteAsync(writes, Token);
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(FeatureView view, long key)
    {
        var rows = new ReadOnlyMemory<byte>[1];
        await _online.ReadAsync([OnlineRows.Key(key)], [new OnlineLayout(view).Row], rows, Token);
        return rows[0];
    }

    private async Task<(long Time, string A, string B)> StoredAsync(FeatureView view, long key)
    {
        var values = new Value[2];
        var head = OnlineRowCodec.Decode((await ReadAsync(view, key)).Span, values);
        return (head.EventTime.UnixMicroseconds, Text(values[0]), Text(values[1]));
    }

    private static string FirstOf(ReadOnlyMemory<byte> row)
    {
        var values = new Value[1];
        OnlineRowCodec.Decode(row.Span, values);
        return Text(values[0]);
    }

    private static string Text(Value value) => value.IsNull ? "null" : value.ToString();

    private async Task EraseAsync(long key, Instant? through)
    {
        var salt = await _tombstones.GetSaltAsync(new byte[KeyDigest.SaltBytes], Token);
        var id = Guid.CreateVersion7();
        var erasure = new Erasure { Id = id, State = ErasureState.Running, JoinKeys = ["id"], Fingerprint = "f", CreatedAt = default };
        await _tombstones.AddAsync(erasure, new Tombstone(id, ["id"], new KeyDigest(salt).Of(["id"], [Value.Of(key)]), Through: null), Token);
        if (through is not null)
        {
            await _tombstones.CompleteAsync(erasure, through, Token);
        }
    }

    /// <summary>Has somebody erased before each write.</summary>
    private sealed class ErasingStore(IOnlineStore inner, Func<Task> erase) : IOnlineStore
    {
        public async ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken)
        {
            await erase();
            return await inner.WriteAsync(rows, cancellationToken);
        }

        public ValueTask ReadAsync(IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
            => inner.ReadAsync(keys, views, rows, cancellationToken);

        public IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, CancellationToken cancellationToken) => inner.ScanAsync(view, cancellationToken);

        public ValueTask DeleteViewAsync(string view, CancellationToken cancellationToken) => inner.DeleteViewAsync(view, cancellationToken);

        public ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken) => inner.DeleteKeyAsync(key, cancellationToken);

        public ValueTask<long> CountAsync(string view, CancellationToken cancellationToken) => inner.CountAsync(view, cancellationToken);
    }
}
