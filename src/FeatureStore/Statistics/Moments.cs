namespace FeatureStore.Statistics;

/// <summary>
/// Mean and standard deviation in one pass (Welford), which loses no digits where the mean is large against the spread. Once a number beyond 2^500 comes, everything is
/// scaled down by a power of two, since squares would overflow long before the result does.
/// </summary>
internal sealed class Moments
{
    private const double LargeFrom = 3.273390607896142e150; // 2^500
    private const double ScaleDown = 2.409919865102884e-181; // 2^-600

    private double _scale = 1;
    private double _mean;
    private double _squares;

    internal long Count { get; private set; }

    internal double Mean => _mean / _scale;

    internal double StandardDeviation => Count == 0 ? 0 : Math.Sqrt(_squares / Count) / _scale;

    internal void Add(double number)
    {
        if (_scale == 1 && Math.Abs(number) >= LargeFrom)
        {
            _scale = ScaleDown;
            _mean *= ScaleDown;
            _squares = _squares * ScaleDown * ScaleDown;
        }

        Count++;
        var scaled = number * _scale;
        var distance = scaled - _mean;
        _mean += distance / Count;
        _squares += distance * (scaled - _mean);
    }
}
