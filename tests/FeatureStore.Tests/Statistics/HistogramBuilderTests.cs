using FeatureStore.Statistics;

namespace FeatureStore.Tests.Statistics;

public sealed class HistogramBuilderTests
{
    [Fact]
    public void Build_WholeNumbersOfASmallRange_HaveABinEach()
        => Assert.Equal([new HistogramBin(-1, 0, 1), new(0, 1, 2), new(1, 2, 0), new(2, 3, 1)], Of(-1, 0, 0, 2).Bins);

    [Fact]
    public void Build_OneValueOnly_IsOneBin() => Assert.Equal([new HistogramBin(7.5, 7.5, 3)], Of(7.5, 7.5, 7.5).Bins);

    [Fact]
    public void Build_ARange_HasTwentyRoundBins()
    {
        var bins = Of([.. Enumerable.Range(0, 1000).Select(static i => i * 0.0097)]).Bins;

        Assert.Equal(20, bins.Count);
        Assert.Equal((0, 0.5, 10.0), (bins[0].From, bins[0].To, bins[^1].To));
    }

    [Fact]
    public void Build_WholeNumbersOfALargeRange_HaveWholeEdges()
        => Assert.All(Of([.. Enumerable.Range(0, 45).Select(static i => (double)i)]).Bins, static bin => Assert.Equal(3, bin.To - bin.From));

    [Fact]
    public void Build_OneFarOutlier_IsLeftOutAndCounted()
    {
        var histogram = Of([.. Enumerable.Range(0, 999).Select(static i => (double)i), 1_000_000]);

        Assert.Equal((0, 1), (histogram.Below, histogram.Above));
        Assert.InRange(histogram.Bins[^1].To, 989, 1200);
    }

    [Fact]
    public void Build_OutliersOnBothSides_AreLeftOut()
    {
        var histogram = Of([-9e9, .. Enumerable.Range(0, 998).Select(static i => (double)i), 9e9]);

        Assert.InRange(histogram.Below, 1, 10);
        Assert.InRange(histogram.Above, 1, 10);
    }

    [Fact]
    public void Build_NearlyAllTheSame_KeepsTheOthers()
    {
        var histogram = Of([.. Enumerable.Repeat(0.0, 995), 100, 200, 300, 400, 1000]);

        Assert.Equal((0, 0), (histogram.Below, histogram.Above));
        Assert.True(histogram.IsFirstApart);
        Assert.Equal(995, histogram.Bins[0].Count);
    }

    [Fact]
    public void IsFirstApart_HalfExactly_IsNot() => Assert.False(Of(0, 0, 5, 6).IsFirstApart);

    [Theory]
    [InlineData(1e17, 1e17 + 16)]
    [InlineData(0, double.Epsilon)]
    [InlineData(-double.MaxValue, double.MaxValue)]
    [InlineData(1.0, 1.0000000000000002)]
    public void Build_NumbersAtTheEdgeOfDoubles_AreAllCounted(double low, double high)
        => Assert.Equal(2, Of(low, high).Bins.Sum(static bin => bin.Count));

    [Fact]
    public void Build_ASample_StandsForAll()
    {
        var sorted = Enumerable.Range(0, 100).Select(static i => i * 0.5).ToArray();

        var histogram = HistogramBuilder.Build(sorted, 1_000_003, isWhole: false);

        Assert.Equal(1_000_003, histogram.Bins.Sum(static bin => bin.Count) + histogram.Below + histogram.Above);
    }

    private static Histogram Of(params double[] numbers)
        => HistogramBuilder.Build(numbers, numbers.Length, numbers.All(static number => number == Math.Truncate(number)));
}
