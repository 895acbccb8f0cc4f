using FeatureStore.Statistics;

namespace FeatureStore.Tests.Statistics;

public sealed class NumberAccumulatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Build_RandomNumbers_AreAsTheOracleSays(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var numbers = Enumerable.Range(0, random.Next(1, 400)).Select(_ => Draw(random, round)).ToList();
            var oracle = numbers.Where(double.IsFinite).Order().ToList();

            var statistics = Collect(numbers, exactValues: 1000);

            Assert.Equal(
                (oracle.Count, numbers.Count(double.IsNaN), numbers.Count(double.IsInfinity), oracle.Count(number => number == 0), oracle.Count(number => number < 0)),
                (statistics.Count, statistics.NotANumber, statistics.Infinite, statistics.Zeros, statistics.Negatives));
            Assert.Equal(0, statistics.RankError);
            AssertQuantiles(oracle, statistics.Quantiles);
            AssertMoments(oracle, statistics);
            AssertHistogram(oracle, statistics.Histogram);
        }
    }

    [Fact]
    public void Build_NoNumber_IsZeroAndEmpty()
    {
        var statistics = Collect([double.NaN, double.PositiveInfinity], 1000);

        Assert.Equal((0, 1, 1, 0, 0, 0, 0), (statistics.Count, statistics.NotANumber, statistics.Infinite, statistics.Min, statistics.Max, statistics.Mean, statistics.StandardDeviation));
        Assert.Equal((default, Histogram.Empty), (statistics.Quantiles, statistics.Histogram));
    }

    [Fact]
    public void Build_HugeNumbersOfBothSigns_OverflowNowhere()
    {
        var statistics = Collect([double.MaxValue, -double.MaxValue, double.MaxValue, -double.MaxValue], 1000);

        Assert.Equal((-double.MaxValue, double.MaxValue), (statistics.Min, statistics.Max));
        Assert.InRange(statistics.StandardDeviation / double.MaxValue, 0.999999, 1.000001);
        Assert.Equal(0, statistics.Mean / double.MaxValue, 1e-15);
        Assert.Equal(4, statistics.Histogram.Bins.Sum(static bin => bin.Count));
        Assert.All(statistics.Histogram.Bins, static bin => Assert.True(double.IsFinite(bin.From) && double.IsFinite(bin.To)));
    }

    [Fact]
    public void Build_LargeMeanSmallSpread_KeepsTheSpread()
        => Assert.Equal(Math.Sqrt(2.0 / 3), Collect([1e9, 1e9 + 1, 1e9 + 2], 1000).StandardDeviation, 1e-12);

    [Fact]
    public void Build_LargeNumbersAfterSmallOnes_CountAll()
        => Assert.Equal(Math.Sqrt(3.0 / 16), Collect([1, 2, 3, 1e200], 1000).StandardDeviation / 1e200, 1e-12);

    [Fact]
    public void Build_MoreThanIsKept_SaysHowFarQuantilesMayBeOff()
    {
        const int Count = 300_000;
        var numbers = Enumerable.Range(0, Count).Select(static i => (double)i).ToArray();
        new Random(5).Shuffle(numbers);

        var statistics = Collect(numbers, exactValues: 10_000);

        Assert.InRange(statistics.RankError, 0.019, 0.02);
        Assert.All(
            Named(statistics.Quantiles),
            quantile => Assert.InRange(quantile.Number, (quantile.Part - statistics.RankError) * Count, (quantile.Part + statistics.RankError) * Count));
        Assert.Equal((0, Count - 1, Count), (statistics.Min, statistics.Max, statistics.Count));
        Assert.Equal((Count - 1) / 2.0, statistics.Mean, 1e-6);
        Assert.Equal(Count, Total(statistics.Histogram));
        Assert.All(statistics.Histogram.Bins, bin => Assert.InRange(bin.Count, 0, (bin.To - bin.From) * 1.2));
    }

    [Fact]
    public void Build_ExactlyAsManyAsAreKept_IsExact()
    {
        var statistics = Collect([.. Enumerable.Range(1, 1000).Select(static i => (double)i)], exactValues: 1000);

        Assert.Equal((0, new Quantiles(10, 50, 250, 500, 750, 950, 990)), (statistics.RankError, statistics.Quantiles));
    }

    internal static NumberStatistics Collect(IEnumerable<double> numbers, int exactValues)
    {
        var accumulator = new NumberAccumulator(exactValues);
        foreach (var number in numbers)
        {
            accumulator.Add(number);
        }

        return accumulator.Build();
    }

    private static double Draw(Random random, int round) => (round % 6) switch
    {
        0 => random.Next(-3, 4),
        1 => random.NextDouble() * 1000,
        2 => Math.Exp(random.NextDouble() * 40) * (random.Next(5) == 0 ? -1 : 1),
        3 => random.Next(10) == 0 ? new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0 }[random.Next(4)] : random.Next(1_000_000),
        4 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        _ => 1e15 + random.Next(100),
    };

    private static void AssertQuantiles(List<double> sorted, Quantiles quantiles)
        => Assert.All(Named(quantiles), quantile => Assert.Equal(
            sorted.Count == 0 ? 0 : sorted.First(number => sorted.Count(other => other <= number) >= quantile.Part * sorted.Count), quantile.Number));

    private static (double Part, double Number)[] Named(Quantiles quantiles)
        => [(0.01, quantiles.P1), (0.05, quantiles.P5), (0.25, quantiles.P25), (0.5, quantiles.P50), (0.75, quantiles.P75), (0.95, quantiles.P95), (0.99, quantiles.P99)];

    private static void AssertMoments(List<double> numbers, NumberStatistics statistics)
    {
        if (numbers.Count == 0)
        {
            return;
        }

        // Divided by the largest, so that the oracle does not overflow either.
        var unit = numbers.Max(Math.Abs) is var largest and > 0 ? largest : 1;
        var mean = numbers.Sum(number => number / unit) / numbers.Count;
        var deviation = Math.Sqrt(numbers.Sum(number => Math.Pow((number / unit) - mean, 2)) / numbers.Count);
        Assert.Equal(mean, statistics.Mean / unit, 1e-9);
        Assert.Equal(deviation, statistics.StandardDeviation / unit, 1e-9);
        Assert.Equal((numbers[0], numbers[^1]), (statistics.Min, statistics.Max));
    }

    private static void AssertHistogram(List<double> sorted, Histogram histogram)
    {
        Assert.Equal(sorted.Count, Total(histogram));
        Assert.True(histogram.Bins.Count <= HistogramBuilder.BinCount);
        for (var i = 0; i < histogram.Bins.Count; i++)
        {
            var bin = histogram.Bins[i];
            var isLast = i == histogram.Bins.Count - 1;
            Assert.Equal(sorted.Count(number => number >= bin.From && (number < bin.To || (isLast && number == bin.To))), bin.Count);
            Assert.True(i == 0 || histogram.Bins[i - 1].To == bin.From);
        }

        if (sorted.Count > 0)
        {
            Assert.Equal(sorted.Count(number => number < histogram.Bins[0].From), histogram.Below);
            Assert.True(
                histogram.Below + histogram.Above <= Math.Ceiling(sorted.Count * 0.02),
                $"{histogram.Below} below and {histogram.Above} above [{string.Join(", ", histogram.Bins)}] of [{string.Join(", ", sorted)}]");
        }
    }

    private static long Total(Histogram histogram) => histogram.Bins.Sum(static bin => bin.Count) + histogram.Below + histogram.Above;
}
