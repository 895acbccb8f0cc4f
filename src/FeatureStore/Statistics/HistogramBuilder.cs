namespace FeatureStore.Statistics;

/// <summary>Chooses bins with round edges for sorted numbers and counts into them.</summary>
internal static class HistogramBuilder
{
    internal const int BinCount = 20;

    private static readonly double[] Steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

    /// <summary>Builds the histogram.</summary>
    /// <param name="sorted">Finite numbers, ascending: all of them or a sample.</param>
    /// <param name="total">How many numbers they stand for.</param>
    /// <param name="isWhole">Whether all are whole numbers.</param>
    internal static Histogram Build(ReadOnlySpan<double> sorted, long total, bool isWhole)
    {
        if (sorted.IsEmpty)
        {
            return Histogram.Empty;
        }

        var (low, high) = Range(sorted);
        return Count(sorted, total, (low < high ? Edges(low, high, isWhole) : null) ?? [low, high]);
    }

    /// <summary>From the smallest to the largest number; where the outermost percent would take more than half of the axis it is left out.</summary>
    private static (double Low, double High) Range(ReadOnlySpan<double> sorted)
    {
        var (low, high) = (sorted[0], sorted[^1]);
        var (inner, outer) = (QuantileRank.Of(sorted, 0.01), QuantileRank.Of(sorted, 0.99));

        // Halved, so that no difference overflows.
        var half = (outer / 2) - (inner / 2);
        if (half > 0 && (inner / 2) - (low / 2) > half)
        {
            low = inner;
        }

        if (half > 0 && (high / 2) - (outer / 2) > half)
        {
            high = outer;
        }

        return (low, high);
    }

    /// <summary>Null when the numbers lie too close together for doubles to part them.</summary>
    private static double[]? Edges(double low, double high, bool isWhole)
    {
        if (isWhole && high - low < BinCount && low + 1 > low)
        {
            return [.. Enumerable.Range(0, (int)(high - low) + 2).Select(i => low + i)];
        }

        for (var width = Round((high / BinCount) - (low / BinCount), isWhole); double.IsFinite(width) && width > 0; width = Round(width * 1.0001, isWhole))
        {
            var start = Start(low, width);
            if (start + width <= start)
            {
                return null;
            }

            // Counted from the middle: from the start the sum may overflow although each edge does not.
            if (start + (BinCount / 2 * width) >= high - (BinCount / 2 * width))
            {
                var edges = Enumerable.Range(0, BinCount + 1).Select(i => Math.Clamp(start + (i * width), double.MinValue, double.MaxValue)).ToArray();
                edges[^1] = Math.Max(edges[^1], high); // It may have been rounded down.
                return edges;
            }
        }

        return null;
    }

    /// <summary>The last multiple of the width that is not above the smallest number.</summary>
    private static double Start(double low, double width)
    {
        // The quotient of a tiny negative number is rounded to 0, and others up to the next whole number.
        var start = Math.Floor(low / width) * width;
        return start > low ? start - width : start;
    }

    /// <summary>The smallest round number that is not smaller; a whole one where asked.</summary>
    private static double Round(double width, bool isWhole)
    {
        if (isWhole && width <= 1)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        var step = Array.Find(Steps, step => step * power >= width && (!isWhole || step * power == Math.Truncate(step * power)));
        return (step == 0 ? 10 : step) * power;
    }

    private static Histogram Count(ReadOnlySpan<double> sorted, long total, double[] edges)
    {
        var bins = new HistogramBin[edges.Length - 1];
        var below = FirstAt(sorted, edges[0], isIncluded: true);
        var taken = below;
        for (var i = 0; i < bins.Length; i++)
        {
            // The last bin takes its end, too.
            var next = FirstAt(sorted, edges[i + 1], isIncluded: i < bins.Length - 1);
            bins[i] = new HistogramBin(edges[i], edges[i + 1], Scale(next, sorted.Length, total) - Scale(taken, sorted.Length, total));
            taken = next;
        }

        return new Histogram(bins, Scale(below, sorted.Length, total), total - Scale(taken, sorted.Length, total));
    }

    // Running totals are scaled and not the counts of bins, so that these add up to the total.
    private static long Scale(int part, int sample, long total) => sample == total ? part : (long)Math.Round((double)part / sample * total);

    /// <summary>Place of the first number that is at least <paramref name="edge"/>, or greater when the edge itself is not included.</summary>
    private static int FirstAt(ReadOnlySpan<double> sorted, double edge, bool isIncluded)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < edge || (!isIncluded && sorted[middle] == edge))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
