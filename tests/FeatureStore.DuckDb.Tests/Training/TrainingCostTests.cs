using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>What a join tells of its work, and that files it does not open change nothing.</summary>
public sealed class TrainingCostTests
{
    private const long Hour = 3_600_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JoinAsync_FilesOfOtherTimes_AreNotReadAndAnswerNothing(bool isSorted)
    {
        using var fixture = new JoinFixture();
        var view = JoinFixture.View with { Ttl = TimeSpan.FromHours(2) };
        var snapshot = await fixture.WriteAsync(
            view,
            [JoinFixture.Row(1, 0, 10, 0), JoinFixture.Row(2, Hour, 20, 1)],
            [JoinFixture.Row(1, 10 * Hour, 11, 1_000_000), JoinFixture.Row(3, 10 * Hour, 31, 1_000_001)],
            [JoinFixture.Row(1, 12 * Hour, 12, 2_000_000), JoinFixture.Row(2, 12 * Hour, 22, 2_000_001)],
            [JoinFixture.Row(1, 12 * Hour + 1, 13, 3_000_000)]);
        snapshot = isSorted ? await fixture.MergeAsync(view, snapshot, 1) : snapshot;

        var result = await fixture.JoinAsync(await fixture.FrameAsync((1, 12 * Hour), (2, 12 * Hour)), (view, snapshot));

        Assert.Equal([Value.Of(12L), Value.Of(22L)], await fixture.ReadLastColumnAsync());
        var cost = Assert.Single(result.Costs);
        Assert.Equal((2, 2, 3L, 0L), (cost.FilesRead, cost.FilesPruned, cost.RowsRead, cost.SpilledBytes));
        Assert.Equal(2 * FeatureStore.PointInTime.PointInTimeSweep.BytesPerEntityRow, cost.MemoryBytes);
        Assert.InRange(cost.Time, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(5));
        Assert.Equal([7L], result.HistoryRows);
    }

    [Fact]
    public async Task JoinAsync_TimesAtTheEdgesOfFiles_AreRead()
    {
        using var fixture = new JoinFixture();
        var view = JoinFixture.View with { Ttl = TimeSpan.FromHours(1) };
        var snapshot = await fixture.WriteAsync(view, [JoinFixture.Row(1, 0, 10, 0)], [JoinFixture.Row(2, 2 * Hour, 20, 1_000_000)]);

        var result = await fixture.JoinAsync(await fixture.FrameAsync((1, Hour), (2, 2 * Hour)), (view, snapshot));

        Assert.Equal([Value.Of(10L), Value.Of(20L)], await fixture.ReadLastColumnAsync());
        Assert.Equal((2, 0), (result.Costs[0].FilesRead, result.Costs[0].FilesPruned));
    }

    [Fact]
    public async Task JoinAsync_ManifestOfRangesWithPrunedFiles_ReadsTheRowsOfTheRangesOnly()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(
            JoinFixture.View,
            [JoinFixture.Row(1, 50 * Hour, 1, 0)],
            [JoinFixture.Row(1, Hour, 10, 1_000_000), JoinFixture.Row(1, 2 * Hour, 20, 1_000_001)],
            [JoinFixture.Row(1, 3 * Hour, 30, 2_000_000)]);
        var request = fixture.Request(await fixture.FrameAsync((1, 4 * Hour)), (JoinFixture.View, snapshot));

        var result = await fixture.JoinAsync(request with { Views = [request.Views[0] with { Ranges = [new LogRange(0, 0, 1_000_001)] }] });

        Assert.Equal([Value.Of(10L)], await fixture.ReadLastColumnAsync());
        Assert.Equal((1, 1), (result.Costs[0].FilesRead, result.Costs[0].FilesPruned));
        Assert.Equal([2L], result.HistoryRows);
    }

    [Fact]
    public async Task JoinAsync_NewestNonNull_CountsWhatEachFeatureRead()
    {
        using var fixture = new JoinFixture();
        var view = FeatureStore.DuckDb.Tests.Support.TestStore.View([JoinFixture.Int64], [JoinFixture.Int64, JoinFixture.Int64]) with { NullPolicy = NullPolicy.NewestNonNull };
        var snapshot = await fixture.WriteAsync(
            view,
            [
                new FeatureRow([Value.Of(1L)], new Instant(0), new Instant(0), 0, [Value.Of(1L), Value.Null]),
                new FeatureRow([Value.Of(1L)], new Instant(1), new Instant(1), 1, [Value.Of(2L), Value.Of(3L)]),
            ]);

        var result = await fixture.JoinAsync(await fixture.FrameAsync((1, 5)), (view, snapshot));

        Assert.Equal(3, result.Costs[0].RowsRead);
    }
}
