using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Diagnostics;
using FeatureStore.Embedded;
using FeatureStore.Materialization;
using FeatureStore.PointInTime;
using FeatureStore.Rows;
using FeatureStore.Tests.Embedded;
using FeatureStore.Windows;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Windows;

/// <summary>Windows in the online store, written by the writer of a view: their values are those of plain counting over the log, however it came there.</summary>
public sealed class WindowRowTests : IAsyncLifetime
{
    private static readonly ViewColumns Columns = new(ActivityLog.View);
    private static readonly WindowPlan Plan = WindowPlan.Of(ActivityLog.View);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualClock _clock = new();
    private readonly FeatureStoreMetrics _metrics = new();
    private readonly FeatureStoreOptions _options = new() { ChunkSequences = 64 };
    private readonly EmbeddedOnlineStore _online;
    private readonly InMemoryOfflineFiles _files;
    private readonly InMemoryOfflineManifest _manifest = new();

    public WindowRowTests()
    {
        _online = OnlineRows.Open(_directory);
        _files = new InMemoryOfflineFiles(_clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _online.DisposeAsync();
        _directory.Dispose();
        _metrics.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Write_AnyBatchesRestartsAndReplays_GivesTheNaiveValuesAtEveryMoment(int seed)
    {
        var random = new Random(seed);
        var log = ActivityLog.Random(random, 500);
        var (writer, furthest) = (await OpenAsync(), 0L);
        while (writer.Position < log.Count)
        {
            var end = Math.Min(log.Count, writer.Position + random.Next(1, 60));
            await writer.WriteAsync(Copies(log, writer.Position, end), end, Token);
            furthest = Math.Max(furthest, end);
            await AssertValuesAsync(log[..(int)furthest], random);
            if (random.Next(3) == 0)
            {
                await writer.FlushAsync(Token);
            }

            if (random.Next(3) == 0)
            {
                // As after a crash: what is in no file comes again.
                writer = await OpenAsync();
            }
        }

        Assert.Contains(_files.Files.Values.SelectMany(static rows => rows), static row => row.Values[Columns.LatePlace] == Value.Of(true));
    }

    [Fact]
    public async Task Write_ShuffledWithinLateness_EndsInTheSameValues()
    {
        var random = new Random(20261128);
        var log = ActivityLog.Random(random, 120, keys: 2).DistinctBy(static row => row.EventTime).OrderBy(static row => row.EventTime).ToList();
        var end = log[^1].EventTime.UnixMicroseconds;
        string? expected = null;
        for (var shuffle = 0; shuffle < 1_000; shuffle++)
        {
            var arrived = log.OrderBy(row => row.EventTime.UnixMicroseconds + random.NextInt64(ActivityLog.Microseconds(ActivityLog.Lateness) + 1)).ToList();
            var rows = Take(arrived.Select(static (row, i) => row with { Sequence = i, Values = [.. row.Values] }));
            var values = string.Join('\n', rows.OrderBy(static row => row.Key).Select(row => string.Join(' ', ValuesOf(row.Value, end).Skip(1))));
            Assert.Equal(expected ??= values, values);
        }
    }

    [Fact]
    public void Write_ManyEvents_KeepsOnlyTilesThatALookupCanReach()
    {
        var random = new Random(7);
        var log = ActivityLog.Random(random, 4_000, keys: 1);

        var row = Assert.Single(Take(log)).Value;

        // 13 tiles of 5 minutes, 169 of an hour, 31 of a day at most for each of the series.
        Assert.InRange(row.Length, 1, 64 * 1024);
    }

    private static Dictionary<long, byte[]> Take(IEnumerable<FeatureRow> log)
    {
        var marker = new LateMarker(ActivityLog.View, Columns, null);
        var rows = new Dictionary<long, byte[]>();
        var open = new WindowRow(Plan, Columns);
        foreach (var row in log)
        {
            marker.Mark([], [row]);
            var key = row.KeyValues[0].AsInt64();
            open.Open(rows.GetValueOrDefault(key));
            open.Take(row);
            rows[key] = open.Write();
        }

        return rows;
    }

    private async Task AssertValuesAsync(List<FeatureRow> log, Random random)
    {
        var newest = log.Max(static row => row.EventTime.UnixMicroseconds);
        foreach (var key in log.Select(static row => row.KeyValues[0].AsInt64()).Distinct())
        {
            var time = newest + (random.Next(3) switch { 0 => 0, 1 => random.NextInt64(3_600_000_000), _ => random.NextInt64(40L * 86_400_000_000) });
            var stored = new ReadOnlyMemory<byte>[1];
            await _online.ReadAsync([OnlineRows.Key(key)], ["activity@1"], stored, Token);
            var (expected, counts) = ActivityLog.Naive(log, key, time);
            var actual = ValuesOf(stored[0].Span, time);
            for (var feature = 1; feature < expected.Length; feature++)
            {
                Naive.AssertSame(expected[feature], actual[feature], ActivityLog.View.Features[feature].Aggregation!.Function, counts[feature]);
            }
        }
    }

    private static Value[] ValuesOf(ReadOnlySpan<byte> stored, long time)
    {
        var values = new Value[ActivityLog.View.Features.Count];
        new WindowReader(Plan, Columns, PointInTimeRules.OfLookups(ActivityLog.View), Plan.Features).Read(stored, time, values);
        return values;
    }

    private static FeatureRow[] Copies(List<FeatureRow> log, long start, long end)
        => [.. log.Where(row => row.Sequence >= start && row.Sequence < end).Select(static row => row with { Values = [.. row.Values] })];

    private Task<ViewWriter> OpenAsync()
        => new ViewWriterFactory(
            _online, _files, _manifest, new ReplacedFiles(_files, _manifest, _clock, Options.Create(_options)), _metrics, Options.Create(_options))
            .OpenAsync(ActivityLog.View, 0, Token);
}
