using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace Catalog.Benchmarks.Windows;

/// <summary>
/// Counts, sums and means as one writes them by hand for one job: running sums of doubles over an array, rounded at every step, so that the value depends on the order. The same edges.
/// </summary>
internal sealed class BareLoop(FeatureView view)
{
    private readonly (long Window, long Hop, bool IsCount, bool IsMean)[] _windows =
    [
        .. view.Features.Select(static feature => (Microseconds(feature.Aggregation!.Window), Microseconds(feature.Aggregation.Hop), feature.Aggregation.Function == "count", feature.Aggregation.Function == "avg")), // All of them are aggregates.
    ];

    private readonly double[] _sums = new double[view.Features.Count];
    private readonly int[] _firsts = new int[view.Features.Count];
    private readonly int[] _ends = new int[view.Features.Count];

    /// <summary>Runs through one key; fills in its values at every question and returns their sum, so that none is left out.</summary>
    internal double Run(FeatureRow[] rows, double[] values)
    {
        var total = 0.0;
        Array.Clear(_sums);
        Array.Clear(_firsts);
        Array.Clear(_ends);
        for (var i = KernelData.EventsPerQuestion - 1; i < rows.Length; i += KernelData.EventsPerQuestion)
        {
            for (var w = 0; w < _windows.Length; w++)
            {
                values[w] = ValueAt(w, rows, i + 1, rows[i].EventTime.UnixMicroseconds);
                total += values[w];
            }
        }

        return total;
    }

    private double ValueAt(int place, FeatureRow[] rows, int end, long time)
    {
        var (window, hop, isCount, isMean) = _windows[place];
        var start = (time - window) / hop * hop;
        for (; _ends[place] < end; _ends[place]++)
        {
            _sums[place] += rows[_ends[place]].Values[0].AsDouble();
        }

        for (; _firsts[place] < end && rows[_firsts[place]].EventTime.UnixMicroseconds <= start; _firsts[place]++)
        {
            _sums[place] -= rows[_firsts[place]].Values[0].AsDouble();
        }

        var count = end - _firsts[place];
        return isCount ? count : isMean ? _sums[place] / Math.Max(1, count) : _sums[place];
    }

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
