using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.DuckDb.Training;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>The bytes of a training set depend on the frame and on the rows of the history, not on which files hold these or on who works when.</summary>
public sealed class TrainingSetBytesTests : IDisposable
{
    private const int Keys = 500;

    private static readonly LogRange Wanted = new(0, 0, 3_000);

    private readonly JoinFixture _join = new();

    public void Dispose() => _join.Dispose();

    [Fact]
    public async Task JoinAsync_MoreRowsThanAPiece_GivesTheSameBytesWithAnyNumberOfThreads()
    {
        var frame = _join.Store.Directory.File("frame.parquet");
        _join.Store.Execute(
            $"COPY (SELECT i * 7 % {Keys} AS k0, make_timestamptz(i % 5000 * 1000000) AS t, repeat('x', (i % 50)::BIGINT) AS s FROM range(400000) r(i)) TO '{frame}' (FORMAT parquet, ROW_GROUP_SIZE 10000)");
        var request = _join.Request(frame, (JoinFixture.View, await FilesAsync((0, 1_000), (1_000, 3_000))));
        var splits = new TrainingSetSplits { Kind = SplitKind.Ratio, Parts = [new("train") { Ratio = 0.8 }, new("test") { Ratio = 0.2 }] };
        string[] paths = [_join.Store.Directory.File("train.parquet"), _join.Store.Directory.File("test.parquet")];

        var made = new HashSet<string>();
        foreach (var threads in new[] { 1, 3, 8, 8 })
        {
            using var database = new OfflineDatabase(Options.Create(new DuckDbOptions { RootDirectory = _join.Store.Root, MemoryLimitMebibytes = 512, Threads = threads }));
            var engine = new DuckDbTrainingSetEngine(database);
            await engine.JoinAsync(request, null, TestStore.Token);
            await engine.SplitAsync(new TrainingSplit(request.OutputPath, "t", splits, paths), TestStore.Token);
            made.Add($"{await JoinFixture.HashAsync(request.OutputPath)} {await JoinFixture.HashAsync(paths[0])} {await JoinFixture.HashAsync(paths[1])}");
        }

        Assert.Single(made);
    }

    [Fact]
    public async Task JoinAsync_RowsInOtherFilesWithLaterOnes_GivesTheSameBytes()
    {
        var frame = await _join.FrameAsync(Enumerable.Range(0, 20_000).Select(static i => (Key: (long)(i * 7 % Keys), Time: (long)(i % 5_000) * 1_000_000)));
        var (expected, rows) = await JoinAsync(frame, await FilesAsync((0, 1_000), (1_000, 1_500), (1_500, 3_000)));

        var (grown, grownRows) = await JoinAsync(frame, await FilesAsync((0, 2_000), (2_000, 5_000), (5_000, 6_000)), Wanted);
        var (whole, wholeRows) = await JoinAsync(frame, await FilesAsync((0, 6_000)), Wanted);
        var (sorted, sortedRows) = await JoinAsync(frame, await MergedAsync(), Wanted);
        var (later, _) = await JoinAsync(frame, await FilesAsync((0, 6_000)));

        Assert.Equal((expected, 3_000, expected, 3_000, expected, 3_000), (grown, grownRows, whole, wholeRows, sorted, sortedRows));
        Assert.Equal(3_000, rows);
        Assert.NotEqual(expected, later);
    }

    [Fact]
    public async Task JoinAsync_RangesOfOnePartition_LeaveTheOthersOut()
    {
        var files = await FilesAsync((0, 1_000));
        var other = new[] { JoinFixture.Row(1, 0, 77, 0) };
        files = files with { Files = [.. files.Files, await _join.Store.Files.WriteAsync(JoinFixture.View, new LogRange(1, 0, 10), [], other, TestStore.Token)] };
        var frame = await _join.FrameAsync((1, 10_000_000_000L));

        var (_, both) = await JoinAsync(frame, files, new LogRange(0, 0, 1_000), new LogRange(1, 0, 10));
        var (_, one) = await JoinAsync(frame, files, new LogRange(1, 0, 10));

        Assert.Equal((1_001, 1), (both, one));
        Assert.Equal([Value.Of(77L)], await _join.ReadLastColumnAsync());
    }

    /// <summary>The rows of the log: many of one time, so that the sequence decides.</summary>
    private static FeatureRow Row(long sequence) => JoinFixture.Row(sequence * 13 % Keys, sequence / 100 * 1_000_000, sequence, sequence);

    private async Task<OfflineSnapshot> FilesAsync(params (int First, int End)[] ranges)
    {
        var files = new List<OfflineFile>();
        foreach (var (first, end) in ranges)
        {
            files.Add(await _join.Store.Files.WriteAsync(
                JoinFixture.View, new LogRange(0, first, end), [], [.. Enumerable.Range(first, end - first).Select(static sequence => Row(sequence))], TestStore.Token));
        }

        return new OfflineSnapshot(JoinFixture.View.Id, 1, files);
    }

    /// <summary>One file whose rows stand in the order of key and time.</summary>
    private async Task<OfflineSnapshot> MergedAsync() => await _join.MergeAsync(JoinFixture.View, await FilesAsync((0, 2_000), (2_000, 6_000)), 2);

    private async Task<(string Hash, long Rows)> JoinAsync(string frame, OfflineSnapshot snapshot, params LogRange[] ranges)
    {
        var request = _join.Request(frame, (JoinFixture.View, snapshot));
        if (ranges.Length > 0)
        {
            request = request with { Views = [request.Views[0] with { Ranges = ranges }] };
        }

        var result = await _join.JoinAsync(request);
        return (await JoinFixture.HashAsync(request.OutputPath), Assert.Single(result.HistoryRows));
    }
}
