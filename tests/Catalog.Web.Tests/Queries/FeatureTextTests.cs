using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using FeatureStore.Statistics;

namespace Catalog.Web.Tests.Queries;

public sealed class FeatureTextTests
{
    [Fact]
    public void Facts_EverythingAtOnce_IsSaid()
    {
        var facts = Facts(ScalarType.Double, new NumberStatistics
        {
            Count = 2917, NotANumber = 2, Infinite = 1, Zeros = 2360, Negatives = 44, Min = -9e9, Max = 12393.7, Mean = 45.678, StandardDeviation = 3, Quantiles = default,
            Histogram = new Histogram([new HistogramBin(0, 1000, 2872)], 7, 38), RankError = 0.0076,
        });

        Assert.Equal(
            [
                "2,360 of 2,917 values are 0, 44 are below 0, 7 lie below the figure, down to −9,000,000,000.00, 38 lie above the figure, up to 12,393.70, 2 are not a number, 1 are infinite.",
                "Mean 45.68, standard deviation 3.00.",
                "About 300 different values.",
                "Counts of values may be too small by up to 5.",
                "Quantiles and bars come from a sample; each quantile is right within 0.8 % of all values.",
            ],
            facts);
    }

    [Fact]
    public void Facts_Times_HaveNoZerosAndNoMean()
        => Assert.Equal(["About 300 different values.", "Counts of values may be too small by up to 5."], Facts(ScalarType.Timestamp, new NumberStatistics
        {
            Count = 9, NotANumber = 0, Infinite = 0, Zeros = 1, Negatives = 3, Min = 0, Max = 1, Mean = 0, StandardDeviation = 0, Quantiles = default, Histogram = Histogram.Empty, RankError = 0,
        }));

    [Theory]
    [InlineData(0, "No key is in age.")]
    [InlineData(12, "All 12 keys in age have no value.")]
    public void Facts_NoValue_SaysWhy(long nulls, string expected)
        => Assert.Equal([expected], FeatureText.Facts(Statistics(ScalarType.String, null) with { Values = 0, Nulls = nulls }, FixedClock.Now));

    private static IReadOnlyList<string> Facts(ScalarType type, NumberStatistics numbers) => FeatureText.Facts(Statistics(type, numbers), FixedClock.Now);

    private static FeatureStatistics Statistics(ScalarType type, NumberStatistics? numbers) => new()
    {
        Name = "f", Type = new DataType(type), Values = 2920, Nulls = 0, Distinct = new DistinctCount(300, 0.0082), Frequent = new FrequentValues([new("a", 9)], 0, 5), Numbers = numbers,
    };
}
