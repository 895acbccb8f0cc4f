using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Diagnostics;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Materialization;

/// <summary>An online store that has less than the recorded files is brought to where it was, whatever it lost.</summary>
public sealed class LostRowsTests : IDisposable
{
    private const int Events = 300;

    private static readonly FeatureView Newest = Views.View("v", [Views.Entity("id")], Views.Feature("a", ScalarType.Int64));

    private static readonly FeatureView Windowed = Newest with
    {
        AllowedLateness = TimeSpan.FromSeconds(20),
        Inputs = [new ViewInput("a", new DataType(ScalarType.Int64))],
        Features = [Views.Feature("a", ScalarType.Int64), Aggregate("sum"), Aggregate("last")],
    };

    private readonly FeatureStoreMetrics _metrics = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, bool> Seeds => [(1, true), (2, true), (3, true), (4, true), (1, false), (2, false)];

    public void Dispose() => _metrics.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task OpenAsync_StoreThatForgot_EndsAsIfItHadNot(int seed, bool isWindowed)
    {
        var view = isWindowed ? Windowed : Newest;
        var random = new Random(seed);
        var log = Enumerable.Range(0, Events).Select(_ => (Key: random.Next(8), Time: random.Next(100), Value: random.Next(50), Online: random.Next(10) > 0, Offline: random.Next(10) > 0)).ToArray();
        var calm = new Place(_metrics);
        await FeedAsync(await calm.OpenAsync(view), view, log, Events);

        var stormy = new Place(_metrics);
        for (var losses = 0; losses < 15; losses++)
        {
            await WriteInAStormAsync(stormy, view, log, random);
            if (random.Next(2) == 0)
            {
                await LoseAsync(stormy.Online, random);
            }
        }

        await FeedAsync(await stormy.OpenAsync(view), view, log, Events);

        Assert.Equal(await calm.RowsAsync(view), await stormy.RowsAsync(view));
        Assert.Equal(await calm.FilesAsync(view), await stormy.FilesAsync(view));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FlushAsync_StoreThatForgotMeanwhile_SaysSoAndTheNextWriterFillsIt(bool isEmptied)
    {
        var log = Enumerable.Range(0, 30).Select(static i => (i % 3, i, i, true, true)).ToArray();
        var calm = new Place(_metrics);
        await FeedAsync(await calm.OpenAsync(Newest), Newest, log, 30);
        var place = new Place(_metrics);
        var writer = await place.OpenAsync(Newest);
        await FeedAsync(writer, Newest, log, 20);
        await (isEmptied ? place.Online.EmptyAsync() : place.Online.ForgetAsync(place.Online.Count - 1));

        var idle = await Assert.ThrowsAsync<FeatureStoreException>(() => writer.CheckOnlineAsync(Token));
        var busy = await Assert.ThrowsAsync<FeatureStoreException>(() => FeedAsync(writer, Newest, log, 30));

        Assert.Equal((FeatureStoreErrorCode.OnlineRowsLost, FeatureStoreErrorCode.OnlineRowsLost), (idle.ErrorCode, busy.ErrorCode));
        await FeedAsync(await place.OpenAsync(Newest), Newest, log, 30);
        Assert.Equal(await calm.RowsAsync(Newest), await place.RowsAsync(Newest));
    }

    [Fact]
    public async Task CheckOnlineAsync_StoreThatHasEverything_DoesNotMind()
    {
        var place = new Place(_metrics);
        var log = Enumerable.Range(0, 20).Select(static i => (i % 3, i, i, true, true)).ToArray();
        var writer = await place.OpenAsync(Newest);

        await writer.CheckOnlineAsync(Token);
        await FeedAsync(writer, Newest, log, 20);
        await writer.CheckOnlineAsync(Token);
        await (await place.OpenAsync(Newest)).CheckOnlineAsync(Token);
    }

    [Fact]
    public async Task OpenAsync_StoreThatHasEverything_GoesOnAtTheEnd()
    {
        var place = new Place(_metrics);
        var log = Enumerable.Range(0, 35).Select(static i => (i % 3, i, i, true, true)).ToArray();
        await FeedAsync(await place.OpenAsync(Newest), Newest, log, 35);

        Assert.Equal((35, 35), Positions(await place.OpenAsync(Newest)));

        await place.Online.ForgetAsync(0);
        Assert.Equal((0, 0), Positions(await place.OpenAsync(Newest)));
        Assert.Equal((35, 35), Positions(await place.OpenAsync(Newest with { Online = false })));

        static (long, long) Positions(ViewWriter writer) => (writer.Position, writer.DurablePosition);
    }

    /// <summary>Writes for a while, and stops as soon as the writer says that rows are lost.</summary>
    private static async Task WriteInAStormAsync(Place place, FeatureView view, (int Key, int Time, int Value, bool Online, bool Offline)[] log, Random random)
    {
        var writer = await place.OpenAsync(view);
        try
        {
            for (var steps = random.Next(8); steps > 0; steps--)
            {
                await WriteAsync(writer, view, log, Math.Min(Events, writer.Position + random.Next(40)));
                if (random.Next(2) == 0)
                {
                    await writer.FlushAsync(Token);
                }

                if (random.Next(6) == 0)
                {
                    await LoseAsync(place.Online, random);
                }
            }
        }
        catch (FeatureStoreException error) when (error.ErrorCode == FeatureStoreErrorCode.OnlineRowsLost)
        {
            // To be opened again.
        }
    }

    private static Task LoseAsync(ForgetfulStore store, Random random) => random.Next(3) switch
    {
        0 => store.EmptyAsync(),
        1 => store.ForgetAsync(0),
        _ => store.ForgetAsync(random.Next(store.Count + 1)),
    };

    private static Feature Aggregate(string function) => new()
    {
        Name = function, From = string.Empty, Type = new DataType(ScalarType.Int64), Aggregation = new Aggregation(function, "a", null, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10), null),
    };

    private static async Task FeedAsync(ViewWriter writer, FeatureView view, (int Key, int Time, int Value, bool Online, bool Offline)[] log, long end)
    {
        await WriteAsync(writer, view, log, end);
        await writer.FlushAsync(Token);
    }

    private static Task WriteAsync(ViewWriter writer, FeatureView view, (int Key, int Time, int Value, bool Online, bool Offline)[] log, long end)
    {
        var columns = new ViewColumns(view);
        var rows = log.Index().Where(entry => entry.Index >= writer.Position && entry.Index < end).Select(entry => (entry.Item, Row: RowOf(columns, entry.Index, entry.Item.Key, entry.Item.Time, entry.Item.Value))).ToList();
        return writer.WriteAsync(
            [.. rows.Where(static entry => entry.Item.Online).Select(static entry => entry.Row)], [.. rows.Where(static entry => entry.Item.Offline).Select(static entry => entry.Row)], end, Token);
    }

    // The value stands for the newest value and, in a view with windows, for the input; whether it is late is the writer's to say.
    private static FeatureRow RowOf(ViewColumns columns, long sequence, int key, int time, int value)
    {
        var values = columns.All.Select(_ => Value.Of((long)value)).ToArray();
        if (columns.HasWindows)
        {
            values[columns.LatePlace] = Value.Null;
        }

        return new FeatureRow([Value.Of((long)key)], new Instant((sequence + time) * 1_000_000), new Instant(sequence), sequence, values);
    }

    /// <summary>The stores of one run.</summary>
    private sealed class Place(FeatureStoreMetrics metrics)
    {
        private readonly ManualClock _clock = new();
        private readonly InMemoryOfflineManifest _manifest = new();
        private readonly InMemoryOfflineFiles _files = new(new ManualClock());

        internal ForgetfulStore Online { get; } = new();

        internal Task<ViewWriter> OpenAsync(FeatureView view)
        {
            var options = Options.Create(new FeatureStoreOptions { ChunkSequences = 32 });
            return new ViewWriterFactory(Online, _files, _manifest, new ReplacedFiles(_files, _manifest, _clock, options), metrics, options).OpenAsync(view, 0, Token);
        }

        internal async Task<SortedDictionary<string, string>> RowsAsync(FeatureView view)
        {
            var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in new OnlineLayout(view).All)
            {
                await foreach (var row in Online.ScanAsync(name, Token))
                {
                    rows.Add($"{name} {row.Key}", Convert.ToHexString(row.Row.Span));
                }
            }

            return rows;
        }

        internal async Task<string[]> FilesAsync(FeatureView view)
            => [.. (await _manifest.GetSnapshotAsync(view.Id, Token)).Files.Select(file => $"{file.Path}: {string.Join(',', file.Path.Length == 0 ? [] : _files.Files[file.Path].Select(static row => row.Sequence))}")];
    }
}
