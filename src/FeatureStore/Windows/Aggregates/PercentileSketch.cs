using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// A DDSketch with a relative error of 1 %: numbers are counted in buckets whose bounds grow by a factor of (1 + 0.01) / (1 − 0.01). The sketch keeps all buckets that are not empty;
/// the range of doubles has about 71,000 of each sign, and real data a few hundred. Not thread-safe.
/// </summary>
internal sealed class PercentileSketch
{
    private const double RelativeError = 0.01;

    private static readonly double Gamma = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double LogGamma = Math.Log(Gamma);

    // Negative numbers first, largest magnitude first; 0 in the middle; so the order of keys is the order of numbers.
    private readonly SortedDictionary<int, long> _buckets = [];
    private long _count;

    internal void Add(double value) => Add(KeyOf(value), 1);

    internal void Merge(PercentileSketch other)
    {
        foreach (var (key, count) in other._buckets)
        {
            Add(key, count);
        }
    }

    /// <summary>The number at the quantile, from 0 to 1.</summary>
    internal double Find(double quantile)
    {
        var rank = (long)Math.Floor(quantile * (_count - 1));
        var seen = 0L;
        foreach (var (key, count) in _buckets)
        {
            seen += count;
            if (seen > rank)
            {
                return NumberOf(key);
            }
        }

        return double.NaN;
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteCount(_buckets.Count);
        foreach (var (key, count) in _buckets)
        {
            writer.WriteInt64(key);
            writer.WriteInt64(count);
        }
    }

    internal void MergeFrom(ref ValueReader reader)
    {
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            Add((int)reader.ReadInt64(), reader.ReadInt64());
        }
    }

    private void Add(int key, long count)
    {
        _buckets[key] = _buckets.GetValueOrDefault(key) + count;
        _count += count;
    }

    private static int KeyOf(double value)
    {
        if (value == 0)
        {
            return 0;
        }

        var magnitude = Math.Abs(value);
        var bucket = double.IsInfinity(magnitude) ? Infinite : (int)Math.Ceiling(Math.Log(magnitude) / LogGamma) + Offset;
        return value < 0 ? -bucket : bucket;
    }

    private static double NumberOf(int key)
    {
        if (key == 0)
        {
            return 0;
        }

        var bucket = Math.Abs(key);
        var magnitude = bucket == Infinite ? double.PositiveInfinity : 2 * Math.Exp((bucket - Offset) * LogGamma) / (Gamma + 1);
        return key < 0 ? -magnitude : magnitude;
    }

    // Buckets of the smallest double lie near -37,000.
    private const int Offset = 50_000;
    private const int Infinite = 200_000;
}
