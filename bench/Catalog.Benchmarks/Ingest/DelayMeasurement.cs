using System.Diagnostics;

namespace Catalog.Benchmarks.Ingest;

/// <summary>How long after it was handed to the producer a record shows in lookups, while others come at a steady rate.</summary>
internal static class DelayMeasurement
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="topic">Where records go.</param>
    /// <param name="product">Who reads them.</param>
    /// <param name="rate">Records per second.</param>
    /// <param name="time">How long.</param>
    /// <returns>Milliseconds of each probe, in rising order; a probe that never showed counts with the time that was waited.</returns>
    internal static async Task<double[]> RunAsync(ReadingTopic topic, StreamingProduct product, double rate, TimeSpan time)
    {
        var open = new List<(long Vehicle, TimeSpan SentAt)>();
        var delays = new List<double>();
        var clock = Stopwatch.StartNew();
        var load = Task.Run(() => SendAsync(topic, rate, time, clock, open));
        while (!load.IsCompleted || HasOpen(open, clock.Elapsed))
        {
            await LookAsync(product, open, clock, delays);
            await Task.Delay(LookEvery);
        }

        await load;
        delays.AddRange(open.Select(probe => (clock.Elapsed - probe.SentAt).TotalMilliseconds));
        delays.Sort();
        return [.. delays];
    }

    private static bool HasOpen(List<(long Vehicle, TimeSpan SentAt)> open, TimeSpan now)
    {
        lock (open)
        {
            return open.Exists(probe => now - probe.SentAt < Patience);
        }
    }

    private static async Task LookAsync(StreamingProduct product, List<(long Vehicle, TimeSpan SentAt)> open, Stopwatch clock, List<double> delays)
    {
        long[] vehicles;
        lock (open)
        {
            vehicles = [.. open.Select(static probe => probe.Vehicle)];
        }

        if (vehicles.Length == 0)
        {
            return;
        }

        var counts = await product.CountReadingsAsync(vehicles);
        var now = clock.Elapsed;
        lock (open)
        {
            for (var i = vehicles.Length - 1; i >= 0; i--)
            {
                if (counts[i] > 0)
                {
                    delays.Add((now - open[i].SentAt).TotalMilliseconds);
                    open.RemoveAt(i);
                }
            }
        }
    }

    private static async Task SendAsync(ReadingTopic topic, double rate, TimeSpan time, Stopwatch clock, List<(long Vehicle, TimeSpan SentAt)> open)
    {
        var (sent, probes) = (0L, 0L);
        while (clock.Elapsed is var now && now < time)
        {
            for (; sent < now.TotalSeconds * rate; sent++)
            {
                topic.Send(sent, Readings.VehicleOf(sent), TimeProvider.System.GetUtcNow().UtcDateTime);
            }

            if (now >= probes * ProbeEvery)
            {
                var vehicle = Readings.FirstProbe + probes++;
                lock (open)
                {
                    open.Add((vehicle, clock.Elapsed));
                }

                topic.Send(sent, vehicle, TimeProvider.System.GetUtcNow().UtcDateTime);
            }

            await Task.Delay(1);
        }
    }
}
