using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace Conformance.Proof;

/// <summary>What every log of lookups does.</summary>
public abstract class LookupLogConformance : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    private static readonly Entity Customer = new() { Name = "customer", JoinKey = "id", Type = new DataType(ScalarType.Int64), Domain = "shop", Owner = "crew" };

    private ILookupLog? _log;

    protected ILookupLog Log => _log ?? throw new InvalidOperationException("The log is not open yet.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the log of this test; called again it opens what the last one left.</summary>
    protected abstract ValueTask<ILookupLog> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _log = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ReadAsync_NothingAppended_GivesNothing()
    {
        Assert.Equal(0, (await Log.GetExtentAsync(Token)).Count);
        Assert.Empty(await ReadAsync());
        Assert.Empty(await Log.CountAsync(0, long.MaxValue, Token));
    }

    [Fact]
    public async Task AppendAsync_EveryKindOfValue_ComesBackBitForBit()
    {
        var shape = new LookupShape("churn", new FeatureViewId("profile", 3), TimeSpan.FromHours(7), strictBefore: true, ["a", "b", "c", "d", "e", "f", "g"], ownRows: 2);
        var lookup = new LoggedLookup
        {
            Shape = shape,
            Key = EntityKey.Create([Customer], [Value.Of(7L)]),
            Time = Noon,
            Applied = 41,
            Seen = [40, -1, 12],
            Values =
            [
                Value.Of(BitConverter.Int64BitsToDouble(0x7ff8_0000_0000_0001)), Value.Of(-0.0), Value.Of("Zürich"), Value.OfList(ScalarType.String, [Value.Of("x"), Value.Null]), Value.Null,
                Value.Null, Value.Of([1, 2]),
            ],
            Statuses = [FieldStatus.Present, FieldStatus.Present, FieldStatus.Present, FieldStatus.Present, FieldStatus.NullValue, FieldStatus.OutsideMaxAge, FieldStatus.Present],
            EventTimes = [Noon, Noon, new Instant(-5), Noon, Noon, Noon, new Instant(long.MaxValue)],
        };

        await Log.AppendAsync([lookup], Token);

        var read = Assert.Single(await ReadAsync());
        Assert.Equal((0L, shape, lookup.Key, lookup.Time, lookup.Applied), (read.Number, read.Shape, read.Key, read.Time, read.Applied));
        Assert.Equal((shape.Service, shape.Ttl, shape.StrictBefore, shape.OwnRows), (read.Shape.Service, read.Shape.Ttl, read.Shape.StrictBefore, read.Shape.OwnRows));
        Assert.Equal(lookup.Seen, read.Seen);
        Assert.Equal(lookup.Values, read.Values);
        Assert.Equal(lookup.Statuses, read.Statuses);
        Assert.Equal(lookup.EventTimes, read.EventTimes);
    }

    [Fact]
    public async Task AppendAsync_ComputedFeatures_ComeBackWithTheirInputs()
    {
        var shape = new LookupShape(
            null, new FeatureViewId("basket", 2), TimeSpan.Zero, strictBefore: false, ["share"], ownRows: 0, new ComputedFrom([new FeatureViewId("profile", 3), new FeatureViewId("orders", 1)], ["profile.a", "order.b"]));
        var lookup = new LoggedLookup
        {
            Shape = shape,
            Key = EntityKey.Create([Customer], [Value.Of(7L)]),
            Time = Noon,
            Applied = LoggedLookup.Unknown,
            Seen = [-1],
            Values = [Value.Of(0.5), Value.Of(2.0), Value.Of("x")],
            Statuses = [FieldStatus.Present, FieldStatus.Present, FieldStatus.Present],
            EventTimes = [Noon, Noon, default],
        };

        await Log.AppendAsync([.. Lookups("one", 0, 1), lookup, .. Lookups("one", 2, 1)], Token);
        await ReopenAsync();

        var read = await ReadAsync();
        Assert.Equal(3, read.Count);
        Assert.Equal(shape, read[1].Shape);
        Assert.Equal(shape.ComputedFrom!.Sources, read[1].Shape.ComputedFrom!.Sources);
        Assert.Equal(shape.ComputedFrom.Inputs, read[1].Shape.ComputedFrom!.Inputs);
        Assert.Equal(lookup.Values, read[1].Values);
        Assert.Equal(lookup.EventTimes, read[1].EventTimes);
        Assert.Null(read[2].Shape.ComputedFrom);
    }

    [Fact]
    public async Task ReadAsync_PartOfTheNumbersAndShapes_GivesThoseInOrder()
    {
        await Log.AppendAsync(Lookups("one", 0, 10), Token);
        await Log.AppendAsync([.. Lookups("two", 10, 5), .. Lookups("one", 15, 5)], Token);

        var read = new List<long>();
        await foreach (var lookup in Log.ReadAsync(8, 17, static shape => shape.View.Name == "one", Token))
        {
            read.Add(lookup.Number);
        }

        Assert.Equal([8, 9, 15, 16], read);
        Assert.Equal([("one", 4L), ("two", 5L)], (await Log.CountAsync(8, 17, Token)).Select(static entry => (entry.Key.View.Name, entry.Value)).Order());
        Assert.Equal((0L, 20L), ((await Log.GetExtentAsync(Token)).First, (await Log.GetExtentAsync(Token)).End));
    }

    [Fact]
    public async Task OpenAsync_AfterAnotherProcess_GoesOnBehindIt()
    {
        await Log.AppendAsync(Lookups("one", 0, 3), Token);
        await ReopenAsync();
        await Log.AppendAsync(Lookups("one", 3, 2), Token);

        Assert.Equal([0, 1, 2, 3, 4], (await ReadAsync()).Select(static lookup => lookup.Key.Decode()[0].Value.AsInt64()));
        Assert.Equal([0, 1, 2, 3, 4], (await ReadAsync()).Select(static lookup => lookup.Number));
    }

    [Fact]
    public async Task AppendAsync_FromManySides_KeepsEachBatchTogether()
    {
        await Parallel.ForAsync(0, 20, Token, async (side, token) => await Log.AppendAsync(Lookups("one", side * 100, 10), token));

        var keys = (await ReadAsync()).ConvertAll(static lookup => lookup.Key.Decode()[0].Value.AsInt64());
        Assert.Equal(200, keys.Count);
        Assert.All(keys.Chunk(10), static batch => Assert.Equal(Enumerable.Range(0, 10).Select(i => batch[0] + i), batch));
    }

    protected static IReadOnlyList<LoggedLookup> Lookups(string view, int first, int count) => [.. Enumerable.Range(first, count).Select(i => new LoggedLookup
    {
        Shape = new LookupShape(null, new FeatureViewId(view, 1), TimeSpan.Zero, strictBefore: false, ["amount"], ownRows: 0),
        Key = EntityKey.Create([Customer], [Value.Of((long)i)]),
        Time = Noon,
        Applied = i,
        Seen = [i],
        Values = [Value.Of(i / 3.0)],
        Statuses = [FieldStatus.Present],
        EventTimes = [Noon],
    })];

    protected async Task<List<LoggedLookup>> ReadAsync()
    {
        var lookups = new List<LoggedLookup>();
        await foreach (var lookup in Log.ReadAsync(0, long.MaxValue, static _ => true, Token))
        {
            lookups.Add(lookup);
        }

        return lookups;
    }

    /// <summary>Opens what the last one left.</summary>
    protected async Task ReopenAsync()
    {
        await DisposeLogAsync();
        _log = await OpenAsync();
    }

    private async ValueTask DisposeLogAsync()
    {
        if (_log is IAsyncDisposable later)
        {
            await later.DisposeAsync();
        }
        else if (_log is IDisposable now)
        {
            now.Dispose();
        }
    }
}
