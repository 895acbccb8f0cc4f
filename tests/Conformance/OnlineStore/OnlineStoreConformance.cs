using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Conformance.OnlineStore;

/// <summary>
/// What every online store does, whatever it is made of. Derive and give it a store; tests use names of their own, so that one server
/// can serve them all. The ids ON-n are those of the behaviours listed for feature stores.
/// </summary>
public abstract class OnlineStoreConformance : IAsyncLifetime
{
    private readonly string _run = Guid.CreateVersion7().ToString("N");

    private IOnlineStore? _store;

    protected IOnlineStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    /// <summary>Opens the store of this test.</summary>
    protected abstract ValueTask<IOnlineStore> OpenAsync();

    /// <summary>Closes what <see cref="OpenAsync"/> gave and opens the same data again.</summary>
    protected abstract ValueTask<IOnlineStore> ReopenAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact] // ON-1
    public async Task WriteAsync_OlderAfterNewer_KeepsTheNewer()
    {
        await WriteAsync(Row("v", 1, time: 20, sequence: 1));

        Assert.Equal(0, await WriteAsync(Row("v", 1, time: 10, sequence: 2)));

        Assert.Equal((20, 1), await OrderAsync("v", 1));
    }

    [Fact]
    public async Task WriteAsync_EqualEventTime_HigherSequenceWins()
    {
        await WriteAsync(Row("v", 1, time: 10, sequence: 5));

        Assert.Equal(0, await WriteAsync(Row("v", 1, time: 10, sequence: 4)));
        Assert.Equal(1, await WriteAsync(Row("v", 1, time: 10, sequence: 6)));

        Assert.Equal((10, 6), await OrderAsync("v", 1));
    }

    [Fact]
    public async Task WriteAsync_RowWithoutAnEvent_StandsBeforeAllEventsOfItsTime()
    {
        Assert.Equal(1, await WriteAsync(Row("v", 1, time: 10, OnlineRowHead.WrittenDirectly, "written")));
        Assert.Equal(0, await WriteAsync(Row("v", 1, time: 10, OnlineRowHead.WrittenDirectly, "written again")));
        Assert.Equal(1, await WriteAsync(Row("v", 1, time: 10, sequence: 0, "event")));
        Assert.Equal(0, await WriteAsync(Row("v", 1, time: 10, OnlineRowHead.WrittenDirectly, "too late")));
        Assert.Equal(1, await WriteAsync(Row("v", 1, time: 11, OnlineRowHead.WrittenDirectly, "later")));
        Assert.Equal(0, await WriteAsync(Row("v", 1, time: 10, sequence: 7, "older")));
        Assert.Equal((11L, OnlineRowHead.WrittenDirectly), await OrderAsync("v", 1));
        _store = await ReopenAsync();
        Assert.Equal("later", await ValueAsync("v", 1));
    }

    [Fact]
    public async Task WriteAsync_SameOrderAgain_ChangesNothing()
    {
        await WriteAsync(Row("v", 1, time: 10, sequence: 5, value: "first"));

        Assert.Equal(0, await WriteAsync(Row("v", 1, time: 10, sequence: 5, value: "second")));

        Assert.Equal("first", await ValueAsync("v", 1));
    }

    [Fact]
    public async Task WriteAsync_OrderOtherThanInTheHeadOfTheRow_GoesByThatOfTheWrite()
    {
        // As rows with windows are written: a late event changes the tiles and leaves the head.
        var row = Row("v", 1, time: 90, sequence: 1, value: "first");
        var late = Row("v", 1, time: 90, sequence: 1, value: "with a late event");
        var stale = Row("v", 1, time: 95, sequence: 9, value: "stale");

        Assert.Equal(1, await WriteAsync(row with { EventTime = default, Sequence = 1 }));
        Assert.Equal(1, await WriteAsync(late with { EventTime = default, Sequence = 2 }));
        Assert.Equal(0, await WriteAsync(stale with { EventTime = default, Sequence = 2 }));

        Assert.Equal("with a late event", await ValueAsync("v", 1));
    }

    [Theory] // ON-2
    [InlineData(1, 2, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 3, 2)]
    public async Task WriteAsync_SeveralRowsOfOneKey_NewestWinsInAnyOrder(int first, int second, int third)
    {
        await WriteAsync(Row("v", 1, first, 1), Row("v", 1, second, 2), Row("v", 1, third, 3));

        Assert.Equal(3, (await OrderAsync("v", 1)).Time);
    }

    [Fact] // ON-3
    public async Task WriteAsync_KnownAndNewKeysWithOldTimes_WritesTheNewKeys()
    {
        await WriteAsync(Row("v", 1, time: 100));

        Assert.Equal(1, await WriteAsync(Row("v", 1, time: 50), Row("v", 2, time: 50)));

        Assert.Equal(100, (await OrderAsync("v", 1)).Time);
        Assert.Equal(50, (await OrderAsync("v", 2)).Time);
    }

    [Fact] // ON-4
    public async Task WriteAsync_OneKeyHasANewerRow_OthersAreFilled()
    {
        await WriteAsync(Row("v", 567, time: 200, value: "pushed"));

        Assert.Equal(1, await WriteAsync(Row("v", 567, time: 100, value: "bulk"), Row("v", 890, time: 100, value: "bulk")));

        Assert.Equal("pushed", await ValueAsync("v", 567));
        Assert.Equal("bulk", await ValueAsync("v", 890));
    }

    [Theory] // ON-5
    [InlineData(1_646_263_500_000_000)]
    [InlineData(1_646_263_600_123_456)]
    [InlineData(0)]
    [InlineData(-62_135_596_800_000_000)]
    [InlineData(253_402_300_799_999_999)]
    public async Task ReadAsync_AnyEventTime_ComesBackAsWritten(long time)
    {
        await WriteAsync(Row("v", 1, time, long.MaxValue));

        Assert.Equal((time, long.MaxValue), await OrderAsync("v", 1));
    }

    [Fact]
    public async Task WriteAsync_NegativeTimes_AreOrderedAsNumbers()
    {
        await WriteAsync(Row("v", 1, time: -10));
        await WriteAsync(Row("v", 1, time: -20));
        Assert.Equal(-10, (await OrderAsync("v", 1)).Time);

        await WriteAsync(Row("v", 1, time: 5));
        Assert.Equal(5, (await OrderAsync("v", 1)).Time);
    }

    [Fact]
    public async Task WriteAsync_EmptyBatch_DoesNothing() => Assert.Equal(0, await WriteAsync());

    [Fact]
    public async Task ReadAsync_UnknownKeyAndView_GivesEmptyRows()
    {
        await WriteAsync(Row("v", 1, time: 1));

        var rows = await ReadAsync([Key(1), Key(2)], ["v", "w"]);

        Assert.Equal([false, true, true, true], rows.Select(static row => row.IsEmpty));
    }

    [Fact]
    public async Task ReadAsync_DuplicateKeysAndSeveralViews_FillsKeyByKey()
    {
        await WriteAsync(Row("v", 1, 1, value: "v1"), Row("w", 1, 1, value: "w1"), Row("w", 2, 1, value: "w2"));

        var rows = await ReadAsync([Key(2), Key(1), Key(2)], ["w", "v"]);

        Assert.Equal(["w2", null, "w1", "v1", "w2", null], rows.Select(Text));
    }

    [Fact]
    public async Task ReadAsync_NoKeysOrNoViews_GivesNothing()
    {
        Assert.Empty(await ReadAsync([], ["v"]));
        Assert.Empty(await ReadAsync([Key(1)], []));
    }

    [Fact]
    public async Task ReadAsync_KeysOfTwoEntities_AreNotMistakenForEachOther()
    {
        await WriteAsync(
            Row("v", Key(("a", Value.Of(1L)), ("b", Value.Of("23"))), 1, value: "first"),
            Row("v", Key(("a", Value.Of(12L)), ("b", Value.Of("3"))), 1, value: "second"));

        var rows = await ReadAsync(
            [Key(("a", Value.Of(12L)), ("b", Value.Of("3"))), Key(("a", Value.Of(1L)), ("b", Value.Of("23")))], ["v"]);

        Assert.Equal(["second", "first"], rows.Select(Text));
    }

    [Fact]
    public async Task ReadAsync_KeysOfAwkwardBytes_AreKeptApart()
    {
        EntityKey[] keys =
        [
            Key(("k", Value.Of(string.Empty))), Key(("k", Value.Of("*"))), Key(("k", Value.Of("a?[b]"))), Key(("k", Value.Of("{x}:y"))),
            Key(("k", Value.Of("\r\n"))), Key(("k", Value.Of("grüß 🚌"))), Key(("k", Value.Of(new byte[] { 0, 255, 0 }))), Key(("k", Value.Of(new byte[] { 0, 255 }))),
            EntityKey.Create([], []),
        ];
        await WriteAsync([.. keys.Select((key, i) => Row("v", key, 1, value: $"{i}"))]);

        Assert.Equal(keys.Select((_, i) => $"{i}"), (await ReadAsync(keys, ["v"])).Select(Text));
    }

    [Theory] // ON-14, by view
    [InlineData("a", "ba")]
    [InlineData("a@1", "a@11")]
    [InlineData("a*", "ab")]
    [InlineData("a:b", "a")]
    public async Task DeleteViewAsync_NamesThatContainEachOther_TouchesOneOnly(string deleted, string kept)
    {
        await WriteAsync(Row(deleted, 1, 1), Row(kept, 1, 1));

        await Store.DeleteViewAsync(View(deleted), Token);

        Assert.Null(await ValueAsync(deleted, 1));
        Assert.NotNull(await ValueAsync(kept, 1));
    }

    [Fact] // ON-8
    public async Task DeleteViewAsync_ThenWrittenAgain_ShowsNoGhosts()
    {
        await WriteAsync(Row("v", 1, 100), Row("v", 2, 100), Row("w", 1, 100));

        await Store.DeleteViewAsync(View("v"), Token);
        Assert.Equal(1, await WriteAsync(Row("v", 2, time: 5, value: "anew")));

        Assert.Null(await ValueAsync("v", 1));
        Assert.Equal("anew", await ValueAsync("v", 2));
        Assert.NotNull(await ValueAsync("w", 1));
        Assert.Equal(1, await Store.CountAsync(View("v"), Token));
    }

    [Fact]
    public async Task DeleteKeyAsync_KeyInSeveralViews_RemovesItEverywhereAndNothingElse()
    {
        await WriteAsync(Row("v", 1, 100), Row("w", 1, 100), Row("v", 2, 100));

        await Store.DeleteKeyAsync(Key(1), Token);

        Assert.Equal([true, true, false, true], (await ReadAsync([Key(1), Key(2)], ["v", "w"])).Select(static row => row.IsEmpty));
        Assert.Equal(1, await WriteAsync(Row("v", 1, time: 5)));
    }

    [Fact]
    public async Task Deletions_OfNothing_AreNoError()
    {
        await Store.DeleteViewAsync(View("never"), Token);
        await Store.DeleteKeyAsync(Key(404), Token);
    }

    [Fact]
    public async Task ScanAsync_ManyRows_GivesEachOnceAndOnlyOfItsView()
    {
        await WriteAsync([.. Enumerable.Range(0, 5000).Select(i => Row("v", i, 1, value: $"{i}"))]);
        await WriteAsync(Row("w", 1, 1));

        var scanned = await ScanAsync("v");

        Assert.Equal(5000, scanned.Count);
        Assert.All(scanned, static row => Assert.Equal(row.Key, Key(long.Parse(row.Value))));
        Assert.Equal(5000, scanned.DistinctBy(static row => row.Key).Count());
        Assert.Equal(5000, await Store.CountAsync(View("v"), Token));
    }

    [Fact]
    public async Task ScanAsync_UnknownView_IsEmpty()
    {
        Assert.Empty(await ScanAsync("never"));
        Assert.Equal(0, await Store.CountAsync(View("never"), Token));
    }

    [Fact]
    public async Task ScanAsync_WhileWritesGoOn_GivesWhatWasThereBefore()
    {
        await WriteAsync([.. Enumerable.Range(0, 1000).Select(i => Row("v", i, 1))]);

        var keys = new HashSet<EntityKey>();
        var round = 2;
        await foreach (var row in Store.ScanAsync(View("v"), Token))
        {
            keys.Add(row.Key);
            if (keys.Count % 100 == 0)
            {
                await WriteAsync([.. Enumerable.Range(0, 1000).Select(i => Row("v", i, round))]);
                round++;
            }
        }

        Assert.Superset(Enumerable.Range(0, 1000).Select(static i => Key(i)).ToHashSet(), keys);
    }

    [Fact]
    public async Task WriteAsync_LargeRow_ComesBackWhole()
    {
        var text = Convert.ToBase64String([.. Enumerable.Range(0, 750_000).Select(static i => (byte)((i * 7) ^ (i >> 8)))]);
        var row = Row("v", 1, time: 1, sequence: 1, text);
        await WriteAsync(row);

        Assert.Equal(row.Row.ToArray(), (await ReadAsync([Key(1)], ["v"]))[0].ToArray());
    }

    [Fact] // ON-15
    public async Task WriteAsync_HundredWritersOfOneKey_EndsWithTheNewest()
    {
        var random = new Random(15);
        var writes = Enumerable.Range(0, 1000).Select(i => Row("v", 1, random.Next(500), i)).ToArray();

        await Parallel.ForAsync(0, 100, Token, async (writer, _) =>
        {
            foreach (var write in writes.Where((_, i) => i % 100 == writer))
            {
                await WriteAsync(write);
            }
        });

        var newest = writes.MaxBy(static write => (write.EventTime.UnixMicroseconds, write.Sequence));
        Assert.Equal((newest.EventTime.UnixMicroseconds, newest.Sequence), await OrderAsync("v", 1));
    }

    [Fact]
    public async Task ReadAsync_WhileWritersAreBusy_NeverGoesBack()
    {
        await WriteAsync(Row("v", 1, 0));
        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= 300; i++)
            {
                await WriteAsync(Row("v", 1, i));
            }
        });

        var last = 0L;
        while (!writing.IsCompleted)
        {
            var now = (await OrderAsync("v", 1)).Time;
            Assert.True(now >= last, $"The row went from {last} back to {now}.");
            last = now;
        }

        await writing;
        Assert.Equal(300, (await OrderAsync("v", 1)).Time);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task WriteAsync_SameRowsInAnyOrderAndSplit_EndInTheSameState(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 600).Select(i => Row("v", random.Next(40), random.Next(20), i)).ToArray();
        await WriteAsync(rows);
        var expected = await StateAsync("v");

        random.Shuffle(rows);
        foreach (var batch in rows.Chunk(37))
        {
            await WriteAsync([.. batch.Select(row => row with { View = View("w") })]);
        }

        Assert.Equal(expected, await StateAsync("w"));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Everything_RandomStepsAndReopened_EqualsADictionary(int seed)
    {
        var random = new Random(seed);
        var oracle = new Dictionary<(string View, int Key), (long Time, long Sequence)>();
        string[] views = ["v", "w", "x"];
        for (var step = 0; step < 300; step++)
        {
            switch (random.Next(30))
            {
                case 0:
                    var view = views[random.Next(3)];
                    await Store.DeleteViewAsync(View(view), Token);
                    oracle.Keys.Where(place => place.View == view).ToList().ForEach(place => oracle.Remove(place));
                    break;
                case 1:
                    var key = random.Next(25);
                    await Store.DeleteKeyAsync(Key(key), Token);
                    oracle.Keys.Where(place => place.Key == key).ToList().ForEach(place => oracle.Remove(place));
                    break;
                case 2:
                    _store = await ReopenAsync();
                    break;
                default:
                    await WriteRandomBatchAsync(random, views, oracle, step);
                    break;
            }
        }

        _store = await ReopenAsync();
        foreach (var view in views)
        {
            var expected = oracle.Where(row => row.Key.View == view).ToDictionary(static row => Key(row.Key.Key), static row => row.Value);
            Assert.Equal(expected, await StateAsync(view));
            Assert.Equal(expected.Count, await Store.CountAsync(View(view), Token));
        }
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A name that no other test uses.</summary>
    protected string View(string name) => $"{name}.{_run}";

    protected static EntityKey Key(long id) => Key(("id", Value.Of(id)));

    protected static EntityKey Key(params (string Name, Value Value)[] parts) => EntityKey.Create(
        [.. parts.Select(static part => new Entity { Name = part.Name, JoinKey = part.Name, Type = part.Value.Type, Domain = "d", Owner = "o" })],
        [.. parts.Select(static part => part.Value)]);

    protected OnlineWrite Row(string view, long key, long time, long sequence = 0, string value = "x") => Row(view, Key(key), time, sequence, value);

    protected OnlineWrite Row(string view, EntityKey key, long time, long sequence = 0, string value = "x")
    {
        var row = new FeatureRow([], new Instant(time), new Instant(time), sequence, [Value.Of(value)]);
        return new OnlineWrite(key, View(view), row.EventTime, sequence, OnlineRowCodec.Encode(row));
    }

    protected ValueTask<int> WriteAsync(params OnlineWrite[] rows) => Store.WriteAsync(rows, Token);

    protected async Task<ReadOnlyMemory<byte>[]> ReadAsync(IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views)
    {
        var rows = new ReadOnlyMemory<byte>[keys.Count * views.Count];
        await Store.ReadAsync(keys, [.. views.Select(View)], rows, Token);
        return rows;
    }

    protected async Task<(long Time, long Sequence)> OrderAsync(string view, long key)
        => Order((await ReadAsync([Key(key)], [view]))[0]);

    protected async Task<string?> ValueAsync(string view, long key) => Text((await ReadAsync([Key(key)], [view]))[0]);

    protected async Task<Dictionary<EntityKey, (long Time, long Sequence)>> StateAsync(string view)
    {
        var state = new Dictionary<EntityKey, (long Time, long Sequence)>();
        await foreach (var row in Store.ScanAsync(View(view), Token))
        {
            state.Add(row.Key, Order(row.Row));
        }

        return state;
    }

    private static (long Time, long Sequence) Order(ReadOnlyMemory<byte> row)
    {
        var head = OnlineRowCodec.DecodeHead(row.Span);
        return (head.EventTime.UnixMicroseconds, head.Sequence);
    }

    private static string? Text(ReadOnlyMemory<byte> row)
    {
        if (row.IsEmpty)
        {
            return null;
        }

        var values = new Value[1];
        OnlineRowCodec.Decode(row.Span, values);
        return values[0].AsString();
    }

    private async Task<List<(EntityKey Key, string Value)>> ScanAsync(string view)
    {
        var rows = new List<(EntityKey, string)>();
        await foreach (var row in Store.ScanAsync(View(view), Token))
        {
            rows.Add((row.Key, Text(row.Row)!));
        }

        return rows;
    }

    private async Task WriteRandomBatchAsync(
        Random random, string[] views, Dictionary<(string View, int Key), (long Time, long Sequence)> oracle, int step)
    {
        var batch = new OnlineWrite[random.Next(12)];
        for (var i = 0; i < batch.Length; i++)
        {
            var place = (View: views[random.Next(views.Length)], Key: random.Next(25));
            var order = (Time: (long)random.Next(50), Sequence: (step * 100L) + random.Next(3));
            batch[i] = Row(place.View, place.Key, order.Time, order.Sequence, new string('x', random.Next(200)));
            if (!oracle.TryGetValue(place, out var stored) || order.CompareTo(stored) > 0)
            {
                oracle[place] = order;
            }
        }

        await WriteAsync(batch);
    }
}
