using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Diagnostics;
using FeatureStore.Embedded;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Tests.Embedded;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Materialization;

public sealed class ViewWriterTests : IAsyncLifetime
{
    private static readonly FeatureView View = Views.View(
        "v", [Views.Entity("id")], Views.Feature("a", ScalarType.Int64), Views.Feature("b", ScalarType.String));

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualClock _clock = new();
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly FeatureStoreMetrics _metrics = new();
    private readonly InMemoryOfflineFiles _files;
    private readonly EmbeddedOnlineStore _online;
    private FeatureStoreOptions _options = new() { ChunkSequences = 10 };

    public ViewWriterTests()
    {
        _files = new InMemoryOfflineFiles(_clock);
        _online = OnlineRows.Open(_directory);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _online.DisposeAsync();
        _directory.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task WriteAsync_WithinAChunk_IsOnlineAtOnceAndOfflineAfterTheFlush()
    {
        var writer = await OpenAsync();

        await writer.WriteAsync(Rows(0, 4), 4, Token);
        Assert.Equal(4, await _online.CountAsync("v@1", Token));
        Assert.Empty(_files.Files);

        await writer.FlushAsync(Token);
        Assert.Equal(["v@1/p0/0-4.parquet"], await RecordedAsync());
        Assert.Equal(4, writer.DurablePosition);
    }

    [Fact]
    public async Task WriteAsync_AcrossChunks_WritesEachWholeOne()
    {
        var writer = await OpenAsync();

        await writer.WriteAsync(Rows(0, 35), 35, Token);
        await writer.FlushAsync(Token);

        Assert.Equal(["v@1/p0/0-10.parquet", "v@1/p0/10-20.parquet", "v@1/p0/20-30.parquet", "v@1/p0/30-35.parquet"], await RecordedAsync());
        Assert.Equal(35, _files.Files.Values.Sum(static rows => rows.Count));
    }

    [Fact]
    public async Task FlushAsync_AgainAndAgain_EachFileTakesThePlaceOfTheLast()
    {
        var writer = await OpenAsync();
        for (var end = 3; end <= 9; end += 3)
        {
            await writer.WriteAsync(Rows(end - 3, end), end, Token);
            await writer.FlushAsync(Token);
            await writer.FlushAsync(Token);
        }

        await writer.WriteAsync(Rows(9, 10), 10, Token);

        Assert.Equal(["v@1/p0/0-10.parquet"], await RecordedAsync());
        Assert.Equal(4, (await _manifest.GetSnapshotAsync(View.Id, Token)).Number);
    }

    [Fact]
    public async Task WriteAsync_SequencesWithoutRows_AreCoveredAllTheSame()
    {
        var writer = await OpenAsync();

        await writer.WriteAsync([], 25, Token);
        await writer.FlushAsync(Token);

        Assert.Empty(_files.Files);
        Assert.Equal(25, (await _manifest.GetSnapshotAsync(View.Id, Token)).EndOf(0));
        Assert.Equal(25, (await OpenAsync()).Position);
    }

    [Fact]
    public async Task OpenAsync_InTheMiddleOfAChunk_GoesOnWhereItsFileEndsAndTakesItOver()
    {
        await FeedAsync(await OpenAsync(), Rows(0, 14), 14);

        var writer = await OpenAsync();
        Assert.Equal((14, 14, new Instant(13)), (writer.Position, writer.DurablePosition, writer.NewestStored));
        await FeedAsync(writer, Rows(14, 17), 17);

        Assert.Equal(["v@1/p0/0-10.parquet", "v@1/p0/10-17.parquet"], await RecordedAsync());
        Assert.Equal(["0,1,2,3,4,5,6,7,8,9", "10,11,12,13,14,15,16"], Contents());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task WriteAsync_ThrownAwayAtAnyPoint_EndsWithTheSameFilesAndRows(int seed)
    {
        var random = new Random(seed);
        var log = Rows(0, 97).Where(_ => random.Next(4) > 0).ToArray();
        await FeedAsync(await OpenAsync(), log, 97);
        var expected = (await RecordedAsync(), Contents(), await ScanAsync(), _files.Files.Count);

        await _manifest.DropAsync(View.Id, Token);
        foreach (var path in _files.Files.Keys)
        {
            await _files.DeleteAsync(path, Token);
        }

        await _online.DeleteViewAsync("v@1", Token);
        for (var crash = 0; crash < 12; crash++)
        {
            var writer = await OpenAsync();
            for (var steps = random.Next(6); steps > 0; steps--)
            {
                var end = Math.Min(97, writer.Position + random.Next(15));
                await writer.WriteAsync(Between(log, writer.Position, end), end, Token);
                if (random.Next(2) == 0)
                {
                    await writer.FlushAsync(Token);
                }
            }
        }

        await FeedAsync(await OpenAsync(), log, 97);

        Assert.Equal(expected.Item1, await RecordedAsync());
        Assert.Equal(expected.Item2, Contents());
        Assert.Equal(expected.Item3, await ScanAsync());
    }

    [Theory]
    [InlineData(10, 7)]
    [InlineData(7, 10)]
    [InlineData(100, 3)]
    public async Task OpenAsync_OtherChunkSize_GoesOnWithoutConflictAndKeepsEveryRow(int before, int after)
    {
        _options = new FeatureStoreOptions { ChunkSequences = before };
        await FeedAsync(await OpenAsync(), Rows(0, 45), 45);
        _options = new FeatureStoreOptions { ChunkSequences = after };

        var writer = await OpenAsync();
        await FeedAsync(writer, Rows(0, 90), 90);

        var snapshot = await _manifest.GetSnapshotAsync(View.Id, Token);
        Assert.Equal(Enumerable.Range(0, 90).Select(static i => (long)i), snapshot.Files.SelectMany(file => _files.Files[file.Path]).Select(static row => row.Sequence));
    }

    [Fact]
    public async Task WriteAsync_RowsOutOfOrder_IsRefusedBeforeAnythingIsWritten()
    {
        var writer = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync([Row(3), Row(2)], 5, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync([Row(5)], 5, Token));

        Assert.Equal(0, await _online.CountAsync("v@1", Token));
        Assert.Equal(0, writer.Position);
    }

    [Fact]
    public async Task WriteAsync_OfflineOnlyView_LeavesTheOnlineStoreAlone()
    {
        var writer = await OpenAsync(View with { Online = false });

        await writer.WriteAsync(Rows(0, 10), 10, Token);

        Assert.Equal(0, await _online.CountAsync("v@1", Token));
        Assert.Single(_files.Files);
    }

    [Fact]
    public async Task WriteAsync_OnlineOnlyView_RecordsHowFarItIsWithoutFiles()
    {
        var writer = await OpenAsync(View with { Offline = false });

        await writer.WriteAsync(Rows(0, 25), 25, Token);
        await writer.FlushAsync(Token);

        Assert.Empty(_files.Files);
        Assert.Equal(25, (await _manifest.GetSnapshotAsync(View.Id, Token)).EndOf(0));
        Assert.Equal(25, await _online.CountAsync("v@1", Token));
    }

    [Fact]
    public async Task WriteAsync_NewestNonNullView_KeepsEachFeaturesOwnNewestValue()
    {
        var view = View with { NullPolicy = NullPolicy.NewestNonNull };
        var writer = await OpenAsync(view);

        await writer.WriteAsync(
            [
                Row(0, time: 10) with { KeyValues = [Value.Of(1L)], Values = [Value.Of(5L), Value.Of("x")] },
                Row(1, time: 30) with { KeyValues = [Value.Of(1L)], Values = [Value.Null, Value.Of("y")] },
                Row(2, time: 20) with { KeyValues = [Value.Of(1L)], Values = [Value.Of(6L), Value.Null] },
            ],
            3,
            Token);

        Assert.Equal((30, Value.Null), await OnlineAsync("v@1"));
        Assert.Equal((20, Value.Of(6L)), await OnlineAsync("v@1#a"));
        Assert.Equal((30, Value.Of("y")), await OnlineAsync("v@1#b"));
        Assert.Equal(["v@1", "v@1#a", "v@1#b"], new OnlineLayout(view).All);
    }

    [Fact]
    public async Task DropAsync_WrittenView_LeavesNothingBehindAfterTheGraceTime()
    {
        await FeedAsync(await OpenAsync(), Rows(0, 15), 15);
        var replaced = Replaced();

        await Factory(replaced).DropAsync(View, Token);

        Assert.Equal(0, await _online.CountAsync("v@1", Token));
        Assert.Equal(0, await replaced.DeleteDueAsync(Token));
        _clock.Advance(_options.ReplacedFileGrace);
        Assert.Equal(2, await replaced.DeleteDueAsync(Token));
        Assert.Empty(_files.Files);
    }

    private static FeatureRow Row(long sequence, long? time = null) => new(
        [Value.Of(sequence)], new Instant(time ?? sequence), new Instant(sequence), sequence, [Value.Of(sequence), Value.Of($"s{sequence}")]);

    private static FeatureRow[] Rows(int first, int end) => [.. Enumerable.Range(first, end - first).Select(static sequence => Row(sequence))];

    private static FeatureRow[] Between(FeatureRow[] log, long first, long end)
        => [.. log.Where(row => row.Sequence >= first && row.Sequence < end)];

    private static async Task FeedAsync(ViewWriter writer, FeatureRow[] log, long end)
    {
        await writer.WriteAsync(Between(log, writer.Position, end), end, Token);
        await writer.FlushAsync(Token);
    }

    private ReplacedFiles Replaced() => new(_files, _manifest, _clock, Options.Create(_options));

    private ViewWriterFactory Factory(ReplacedFiles replaced) => new(_online, _files, _manifest, replaced, _metrics, Options.Create(_options));

    private Task<ViewWriter> OpenAsync(FeatureView? view = null) => Factory(Replaced()).OpenAsync(view ?? View, 0, Token);

    private async Task<string[]> RecordedAsync() => [.. (await _manifest.GetSnapshotAsync(View.Id, Token)).Files.Select(static file => file.Path)];

    /// <summary>Sequences of the recorded files.</summary>
    private string[] Contents()
    {
        var recorded = _manifest.GetSnapshotAsync(View.Id, Token).GetAwaiter().GetResult().Files;
        return [.. recorded.Where(static file => file.Path.Length > 0).Select(file => string.Join(',', _files.Files[file.Path].Select(static row => row.Sequence)))];
    }

    private async Task<SortedDictionary<long, long>> ScanAsync()
    {
        var rows = new SortedDictionary<long, long>();
        await foreach (var row in _online.ScanAsync("v@1", Token))
        {
            rows.Add(row.Key.Decode()[0].Value.AsInt64(), OnlineRowCodec.DecodeHead(row.Row.Span).Sequence);
        }

        return rows;
    }

    private async Task<(long Time, Value First)> OnlineAsync(string name)
    {
        var rows = new ReadOnlyMemory<byte>[1];
        await _online.ReadAsync([OnlineRows.Key(1)], [name], rows, Token);
        var values = new Value[1];
        return (OnlineRowCodec.Decode(rows[0].Span, values).EventTime.UnixMicroseconds, values[0]);
    }
}
