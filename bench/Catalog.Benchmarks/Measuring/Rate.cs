using System.Diagnostics;

namespace Catalog.Benchmarks.Measuring;

/// <summary>Operations per second.</summary>
internal static class Rate
{
    /// <summary>
    /// The median rate of each contender over some rounds. The contenders take turns within a round, so that a machine that slows down or speeds up
    /// meanwhile treats them alike. One round goes ahead uncounted.
    /// </summary>
    internal static async Task<double[]> MeasureAsync(int rounds, TimeSpan turn, params Func<int, ValueTask>[] contenders)
    {
        var rates = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var contender = 0; contender < contenders.Length; contender++)
            {
                var rate = await OneTurnAsync(contenders[contender], turn);
                if (round >= 0)
                {
                    rates[contender].Add(rate);
                }
            }
        }

        return [.. rates.Select(Median)];
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static async Task<double> OneTurnAsync(Func<int, ValueTask> operation, TimeSpan turn)
    {
        var count = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < turn)
        {
            await operation(count++);
        }

        return count / clock.Elapsed.TotalSeconds;
    }
}
