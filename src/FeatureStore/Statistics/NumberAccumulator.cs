namespace FeatureStore.Statistics;

/// <summary>Collects numbers. Its memory is the reservoir's.</summary>
internal sealed class NumberAccumulator(int exactValues)
{
    private readonly Moments _moments = new();
    private readonly Reservoir _reservoir = new(exactValues);
    private long _notANumber;
    private long _infinite;
    private long _zeros;
    private long _negatives;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private bool _isWhole = true;

    internal void Add(double number)
    {
        if (double.IsNaN(number))
        {
            _notANumber++;
            return;
        }

        if (double.IsInfinity(number))
        {
            _infinite++;
            return;
        }

        _zeros += number == 0 ? 1 : 0;
        _negatives += number < 0 ? 1 : 0;
        _min = Math.Min(_min, number);
        _max = Math.Max(_max, number);
        _isWhole &= number == Math.Truncate(number);
        _moments.Add(number);
        _reservoir.Add(number);
    }

    internal NumberStatistics Build()
    {
        var sorted = _reservoir.Sort();
        return new NumberStatistics
        {
            Count = _moments.Count,
            NotANumber = _notANumber,
            Infinite = _infinite,
            Zeros = _zeros,
            Negatives = _negatives,
            Min = sorted.IsEmpty ? 0 : _min,
            Max = sorted.IsEmpty ? 0 : _max,

            // Rounding may carry the mean of equal numbers past them.
            Mean = sorted.IsEmpty ? 0 : Math.Clamp(_moments.Mean, _min, _max),
            StandardDeviation = _moments.StandardDeviation,
            Quantiles = sorted.IsEmpty ? default : QuantilesOf(sorted),
            Histogram = HistogramBuilder.Build(sorted, _moments.Count, _isWhole),
            RankError = _reservoir.RankError,
        };
    }

    private static Quantiles QuantilesOf(ReadOnlySpan<double> sorted) => new(
        QuantileRank.Of(sorted, 0.01),
        QuantileRank.Of(sorted, 0.05),
        QuantileRank.Of(sorted, 0.25),
        QuantileRank.Of(sorted, 0.50),
        QuantileRank.Of(sorted, 0.75),
        QuantileRank.Of(sorted, 0.95),
        QuantileRank.Of(sorted, 0.99));
}
