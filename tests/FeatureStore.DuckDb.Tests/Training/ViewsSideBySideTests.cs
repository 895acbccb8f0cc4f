using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.DuckDb.Training;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>Views that are joined at the same time neither see nor disturb each other.</summary>
public sealed class ViewsSideBySideTests : IDisposable
{
    private const int Views = 7;

    private readonly JoinFixture _join = new();

    public void Dispose() => _join.Dispose();

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(2, 1_000_000)]
    [InlineData(8, 1_000_000)]
    [InlineData(8, 30_000)]
    [InlineData(8, 900)]
    public async Task JoinAsync_SomeAtOnce_GivesTheSameBytesAsOneByOne(int threads, int entityRows)
    {
        var request = await RequestAsync();
        var expected = await HashAsync(request, threads: 1, entityRows: 500);

        Assert.Equal(expected, await HashAsync(request, threads, entityRows));
    }

    [Fact]
    public async Task JoinAsync_OneFails_TellsItsErrorAndLeavesNothing()
    {
        var request = await RequestAsync();
        await File.WriteAllTextAsync(_join.Store.FullPath(request.Views[3].Snapshot.Files[0]), "PAR1 damaged PAR1", TestStore.Token);

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => _join.JoinAsync(request));

        Assert.Equal(FeatureStoreErrorCode.OfflineEngineFailed, exception.ErrorCode);
        Assert.Contains("view3", exception.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("joining view0")]
    [InlineData("joining view6")]
    [InlineData("writing the training set")]
    public async Task JoinAsync_Cancelled_LeavesNothing(string phase)
    {
        var request = await RequestAsync();
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _join.Engine.JoinAsync(request, new CancelAt(phase, source), source.Token));

        AssertNothingIsLeft();
    }

    [Fact]
    public async Task JoinAsync_Done_LeavesNoTables()
    {
        await _join.JoinAsync(await RequestAsync());

        Assert.Equal(0, SchemasLeft());
    }

    /// <summary>Views of two kinds of keys in files of the log and sorted ones, and a frame with keys that are unknown or missing.</summary>
    private async Task<TrainingJoin> RequestAsync()
    {
        var random = new Random(11);
        var views = new List<TrainingJoinView>();
        for (var i = 0; i < Views; i++)
        {
            var view = TestStore.View(i % 2 == 0 ? [JoinFixture.Int64] : [JoinFixture.Int64, JoinFixture.Text], [JoinFixture.Int64, JoinFixture.Text, new(ScalarType.Bool)]) with
            {
                Name = $"view{i}",
                NullPolicy = i == 5 ? NullPolicy.NewestNonNull : NullPolicy.Newest,
            };
            var snapshot = await _join.WriteAsync(view, [.. Rows(view, random, 0)], [.. Rows(view, random, 1_000_000)], [.. Rows(view, random, 2_000_000)]);
            snapshot = i % 3 == 0 ? snapshot : await _join.MergeAsync(view, snapshot, i % 3 == 1 ? 3 : 2);
            string[] keys = i % 2 == 0 ? ["key"] : ["key", "customer"];
            views.Add(new TrainingJoinView(view, snapshot, [.. view.Features.Select((feature, index) => (index, $"v{i}_{feature.Name}"))], keys));
        }

        var frame = new StringBuilder("key,customer,t\n");
        for (var i = 0; i < 5_000; i++)
        {
            frame.Append(System.Globalization.CultureInfo.InvariantCulture, $"{(i % 97 == 0 ? string.Empty : random.Next(60))},c{random.Next(4)},{new Instant(random.Next(1_000))}\n");
        }

        return _join.Request(await _join.FrameAsync(frame.ToString())) with { Views = views };
    }

    private static IEnumerable<FeatureRow> Rows(FeatureView view, Random random, long firstSequence)
    {
        for (var i = 0; i < 2_500; i++)
        {
            Value[] key = [Value.Of((long)random.Next(50)), Value.Of($"c{random.Next(4)}")];
            var time = new Instant(random.Next(1_000));
            yield return new FeatureRow(
                key[..view.Entities.Count], time, time, firstSequence + i, [.. view.Features.Select(feature => RandomValues.Next(random, feature.Type))]);
        }
    }

    private async Task<string> HashAsync(TrainingJoin request, int threads, long entityRows)
    {
        using var database = new OfflineDatabase(Options.Create(new DuckDbOptions { RootDirectory = _join.Store.Root, MemoryLimitMebibytes = 512, Threads = threads }));
        var engine = new DuckDbTrainingSetEngine(database) { SweepMemoryBytes = entityRows * FeatureStore.PointInTime.PointInTimeSweep.BytesPerEntityRow };
        await engine.JoinAsync(request, null, TestStore.Token);
        return await JoinFixture.HashAsync(request.OutputPath);
    }

    private void AssertNothingIsLeft()
    {
        Assert.Empty(Directory.GetFiles(_join.Store.Directory.Path, "out*"));
        Assert.Equal(0, SchemasLeft());
    }

    private long SchemasLeft()
    {
        using var connection = _join.Store.Database.Connect();
        return connection.Execute("SELECT count(*) FROM duckdb_schemas() WHERE schema_name LIKE 'join_%'", TestStore.Token);
    }

    private sealed class CancelAt(string phase, CancellationTokenSource source) : IProgress<TrainingJoinProgress>
    {
        public void Report(TrainingJoinProgress value)
        {
            if (value.Phase == phase)
            {
                source.Cancel();
            }
        }
    }
}
