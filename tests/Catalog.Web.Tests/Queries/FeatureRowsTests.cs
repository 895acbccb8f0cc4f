using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using Catalog.Web.Tests.Http;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Statistics;

namespace Catalog.Web.Tests.Queries;

public sealed class FeatureRowsTests
{
    private static readonly FeatureView Base = OnlineFeaturesServer.View("profile", [], TimeSpan.FromDays(30), ("feature", ScalarType.String));

    [Fact]
    public void Of_NoStatistics_KnowsTheDefinitionOnly()
    {
        var row = Assert.Single(FeatureRows.Of(Base, Freshness(Base), null, []));

        Assert.Equal(("feature", "string", "Newest value of feature.", Status.Unknown), (row.Name, row.Type, row.Meaning, row.Freshness));
        Assert.Equal(((double?)null, null, null), (row.NullRate, row.P95, row.Top));
        Assert.Equal(30, row.NullRates.Count);
    }

    [Theory]
    [InlineData("count", null, null, "Number of events, last 7 days.")]
    [InlineData("sum", "amount", "amount > 0", "Sum of amount where amount > 0, last 7 days.")]
    [InlineData("last_distinct", "product", null, "Newest 5 different values of product, last 7 days.")]
    [InlineData("slope", "speed", null, "Trend of speed per second, last 7 days.")]
    public void Of_Aggregate_SaysWhatIsComputed(string function, string? of, string? where, string expected)
    {
        var view = WithAggregate(new Aggregation(function, of, where, TimeSpan.FromDays(7), TimeSpan.FromHours(1), 5), description: null);

        var row = Assert.Single(FeatureRows.Of(view, Freshness(view), null, []));

        Assert.Equal((expected, null), (row.Meaning, row.Computed));
    }

    [Fact]
    public void Of_AggregateWithADescription_SaysBoth()
    {
        var view = WithAggregate(new Aggregation("count", null, null, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), null), "How busy it is.");

        var row = Assert.Single(FeatureRows.Of(view, Freshness(view), null, []));

        Assert.Equal(("How busy it is.", "Number of events, last hour."), (row.Meaning, row.Computed));
    }

    [Fact]
    public void Of_Texts_NamesTheMostFrequentAndSumsTheRest()
    {
        var row = Row(ScalarType.String, Feature("string", 10) with
        {
            Nulls = 10, NewestEvent = FixedClock.Now - TimeSpan.FromDays(31), Distinct = new DistinctCount(5, 0),
            Frequent = new FrequentValues([new("UK", 5), new("", 2), new("France", 1), new("Spain", 1)], 1, 0),
        });

        Assert.Equal((0.5, Status.Stale, new Share("UK", 0.5)), (row.NullRate, row.Freshness, row.Top));
        Assert.Equal([("UK", 50), ("empty text", 20), ("France", 10), ("others", 20)], row.Shares.Select(static share => (share.Label, (int)Math.Round(share.Part * 100))));
        Assert.Equal(3, row.NamedShares);
    }

    [Fact]
    public void Of_TextsThatAreAllDifferent_SaysHowMany()
    {
        var row = Row(ScalarType.String, Feature("string", 5000) with { Distinct = new DistinctCount(4980, 0.0082), Frequent = new FrequentValues([], 5000, 2) });

        Assert.Equal((null, "≈ 4,980 different", 0), (row.Top, row.Distinct, row.NamedShares));
        Assert.Equal([new Share("others", 1)], row.Shares);
    }

    [Theory]
    [InlineData(ScalarType.Int64, "3", "1,234")]
    [InlineData(ScalarType.Double, "3.00", "1,234.00")]
    [InlineData(ScalarType.Timestamp, "1 Jan 1970 00:00", "1 Jan 1970 00:00")]
    public void Of_Numbers_AreWrittenByTheirType(ScalarType type, string p50, string p95)
    {
        var row = Row(type, Feature(type.ToString(), 2) with { Type = new DataType(type), Numbers = Numbers(new Quantiles(0, 0, 0, 3, 0, 1234, 0)) });

        Assert.Equal((p50, p95, null), (row.P50, row.P95, row.Top));
        Assert.Equal([new Bin(0, 1, 2), new Bin(1, 2, 0)], row.Bins);
    }

    [Fact]
    public void Of_Lists_AreShownByTheirLength()
    {
        var row = Row(ScalarType.String, Feature("list<string>", 4) with
        {
            Type = new DataType(ScalarType.String, IsList: true), Frequent = new FrequentValues([new("5", 3), new("0", 1)], 0, 0), Numbers = Numbers(default),
        });

        Assert.Equal(["5 items", "empty"], row.Shares.Select(static share => share.Label));
        Assert.Empty(row.Bins);
    }

    [Fact]
    public void Of_AllNull_HasNoShape()
    {
        var row = Row(ScalarType.Double, Feature("double", 0) with { Type = new DataType(ScalarType.Double), Nulls = 7, Numbers = Numbers(default) with { Count = 0, Histogram = Histogram.Empty } });

        Assert.Equal((1.0, "feature has no value", null), (row.NullRate, row.Shape, row.P95));
    }

    [Fact]
    public void Of_NoKeyInAge_HasNoNullRate() => Assert.Null(Row(ScalarType.String, Feature("string", 0)).NullRate);

    [Fact]
    public void Of_History_HasADayEachUpToToday()
    {
        var today = DateOnly.FromDateTime(FixedClock.Now.ToDateTime());
        StatisticsDay[] history = [Day(today.AddDays(-29), 1, 1), Day(today.AddDays(-1), 3, 1), Day(today, 0, 0), Day(today.AddDays(-30), 0, 9)];

        var rates = FeatureRows.Of(Base, Freshness(Base), null, history)[0].NullRates;

        Assert.Equal((30, 0.5, 0.25, (double?)null), (rates.Count, rates[0], rates[28], rates[29]));
        Assert.All(rates.Skip(1).Take(27), Assert.Null);
    }

    private static FeatureView WithAggregate(Aggregation aggregation, string? description)
        => Base with { Features = [Base.Features[0] with { From = string.Empty, Aggregation = aggregation, Description = description }] };

    private static FeatureRow Row(ScalarType type, FeatureStatistics feature)
    {
        var view = Base with { Features = [new Feature { Name = "feature", Type = new DataType(type), From = "feature" }] };
        var statistics = new ViewStatistics
        {
            View = view.Id, At = FixedClock.Now, Took = default, Snapshot = 1, Keys = feature.Values + feature.Nulls, InAge = feature.Values + feature.Nulls, Features = [feature],
        };
        return Assert.Single(FeatureRows.Of(view, Freshness(view), statistics, []));
    }

    private static ViewFreshness Freshness(FeatureView view) => FreshnessService.Judge(view, null, [], FixedClock.Now, FixedClock.Now);

    private static FeatureStatistics Feature(string type, long values) => new()
    {
        Name = "feature",
        Type = DataType.TryParse(type, out var parsed) ? parsed : throw new FormatException(type),
        Values = values,
        Nulls = 0,
        Distinct = new DistinctCount(values, 0),
        Frequent = new FrequentValues([], values, 0),
    };

    private static NumberStatistics Numbers(Quantiles quantiles) => new()
    {
        Count = 2, NotANumber = 0, Infinite = 0, Zeros = 0, Negatives = 0, Min = 0, Max = 2, Mean = 1, StandardDeviation = 1, Quantiles = quantiles,
        Histogram = new Histogram([new HistogramBin(0, 1, 2), new HistogramBin(1, 2, 0)], 0, 0), RankError = 0,
    };

    private static StatisticsDay Day(DateOnly day, long values, long nulls) => new()
    {
        View = Base.Id, Day = day, At = FixedClock.Now, Keys = values + nulls, InAge = values + nulls, Features = [new FeatureDay("feature", values, nulls, null)],
    };
}
