using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.DuckDb.Training;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>Views that are joined at the same time neither see nor disturb each other.</summary>
public sealed class ViewsSideBySideTests : IDisposable
{
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
        var request = await ManyViews.RequestAsync(_join);
        var expected = await HashAsync(request, threads: 1, entityRows: 500);

        Assert.Equal(expected, await HashAsync(request, threads, entityRows));
    }

    [Fact]
    public async Task JoinAsync_OneFails_TellsItsErrorAndLeavesNothing()
    {
        var request = await ManyViews.RequestAsync(_join);
        await File.WriteAllTextAsync(_join.Store.FullPath(request.Views[3].Snapshot.Files[0]), "PAR1 damaged PAR1", TestStore.Token);

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => _join.JoinAsync(request));

        Assert.Equal(FeatureStoreErrorCode.OfflineEngineFailed, exception.ErrorCode);
        Assert.Contains("view3", exception.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("joining view0")]
    [InlineData("joining view6")]
    [InlineData("joining activity")]
    [InlineData("writing the training set")]
    public async Task JoinAsync_Cancelled_LeavesNothing(string phase)
    {
        var request = await ManyViews.RequestAsync(_join);
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _join.Engine.JoinAsync(request, new CancelAt(phase, source), source.Token));

        AssertNothingIsLeft();
    }

    [Fact]
    public async Task JoinAsync_Done_LeavesNoTables()
    {
        await _join.JoinAsync(await ManyViews.RequestAsync(_join));

        Assert.Equal(0, SchemasLeft());
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
}
