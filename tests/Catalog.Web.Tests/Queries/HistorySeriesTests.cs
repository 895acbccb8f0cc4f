using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using Catalog.Web.Tests.Http;
using Catalog.Web.ViewModels;
using FeatureStore.Statistics;
using Ingestion.Model;
using Ingestion.Pipelines;

namespace Catalog.Web.Tests.Queries;

public sealed class HistorySeriesTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(FixedClock.Now.ToDateTime());

    [Fact]
    public void Freshness_OfDaysGoneBy_IsThatOfTheirLastStatistics()
    {
        StatisticsDay[] history =
        [
            Day(-30, TimeSpan.Zero), Day(-4, null), Day(-3, TimeSpan.FromHours(11)), Day(-2, TimeSpan.FromHours(2)), Day(-1, TimeSpan.FromMinutes(5)), Day(0, TimeSpan.FromDays(9)),
        ];

        var cells = Series(history, newest: FixedClock.Now - TimeSpan.FromMinutes(3));

        Assert.Equal(30, cells.Count);
        Assert.All(cells.Take(25), static cell => Assert.Equal(CheckOutcome.Skip, cell.Outcome));
        Assert.Equal(
            [
                new HeatCell(CheckOutcome.Skip, "16 Nov: unknown, no row"),
                new HeatCell(CheckOutcome.Fail, "17 Nov: stale, newest event 11 h old"),
                new HeatCell(CheckOutcome.Warn, "18 Nov: late, newest event 2 h old"),
                new HeatCell(CheckOutcome.Pass, "19 Nov: fresh, newest event 5 min old"),
                new HeatCell(CheckOutcome.Pass, "now: fresh, newest event 3 min old"),
            ],
            cells.Skip(25));
        Assert.Equal("15 Nov: not known", cells[24].Title);
    }

    [Fact]
    public void Freshness_WriterFailsNow_IsAnError()
        => Assert.Equal(CheckOutcome.Error, Series([], FixedClock.Now, new PipelineStatus { View = default, Source = "s", Partition = 0, State = PipelineState.Failing, Error = "full" })[^1].Outcome);

    private static IReadOnlyList<HeatCell> Series(StatisticsDay[] history, Instant newest, params PipelineStatus[] writers)
    {
        var view = OnlineFeaturesServer.View("v", [], TimeSpan.Zero, ("a", ScalarType.Int64));
        return HistorySeries.Freshness(history, FreshnessService.Judge(view, TimeSpan.FromHours(1), writers, newest, FixedClock.Now));
    }

    private static StatisticsDay Day(int days, TimeSpan? age)
    {
        var at = FixedClock.Now + TimeSpan.FromDays(days);
        return new StatisticsDay { View = new("v", 1), Day = Today.AddDays(days), At = at, Keys = 1, InAge = 1, NewestEvent = age is { } known ? at - known : null, Features = [] };
    }
}
