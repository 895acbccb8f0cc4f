using System.Globalization;
using Catalog.Benchmarks.Measuring;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace Catalog.Benchmarks.Windows;

/// <summary>The aggregation kernel alone, without stores.</summary>
internal sealed class KernelBenchmark : Benchmark
{
    internal override string Name => "kernel";

    internal override string Description =>
        $"""
        {KernelData.Keys} keys of {KernelData.EventsPerKey:N0} events over some 60 days on one thread; windows of 1 h, 1 d, 7 d and 30 d in turn; counts, sums and means, and a row with all kinds:
          sweep      events/s as for training sets, with the values read after every tenth event
          row        events/s as online: stored rows opened, ten events put in, written back
          lookup     ns to read all values of one key out of its stored row, and for one value
          bare loop  events/s of running sums of doubles, as one writes them by hand for one job; same edges, rounded at every step
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        var data = new KernelData(seed: 4);
        var table = new TextTable("features", "sweep events/s", "bare loop events/s", "sweep / bare loop", "row events/s", "bytes of a row", "lookup ns", "ns a value");
        var worst = double.MaxValue;
        foreach (var count in new[] { 1, 5, 20 })
        {
            worst = Math.Min(worst, await MeasureAsync($"{count}", KernelData.PlainView(count), hasBare: true, data, setting, table));
        }

        await MeasureAsync("20 of all kinds", KernelData.MixedView(20), hasBare: false, data, setting, table);
        return new BenchmarkResult(table, "The ratio is sweep / bare loop at the number of features where it is smallest.", worst);
    }

    private static async Task<double> MeasureAsync(string name, FeatureView view, bool hasBare, KernelData data, BenchmarkSetting setting, TextTable table)
    {
        var (sweep, bare) = (new WindowSweep(view, [.. Enumerable.Range(0, view.Features.Count)]), hasBare ? new BareLoop(view) : null);
        var (values, doubles) = (new Value[view.Features.Count], new double[view.Features.Count]);
        var (plan, columns) = (WindowPlan.Of(view), new ViewColumns(view));
        var (row, reader) = (new WindowRow(plan, columns), new WindowReader(plan, columns, PointInTimeRules.OfLookups(view), plan.Features));
        var stored = data.Rows.Select(events => Fill(row, events)).ToArray();
        var rates = await Rate.MeasureAsync(
            rounds: setting.Quick ? 3 : 9,
            turn: TimeSpan.FromSeconds(setting.Quick ? 0.5 : 2),
            turn => Done(() => Sweep(sweep, data.Rows[turn % KernelData.Keys], values)),
            turn => Done(() => Fill(row, data.Rows[turn % KernelData.Keys])),
            turn => Done(() => reader.Read(stored[turn % KernelData.Keys], data.Rows[turn % KernelData.Keys][^1].EventTime.UnixMicroseconds, values)),
            turn => Done(() => bare?.Run(data.Rows[turn % KernelData.Keys], doubles)));
        var ratio = rates[0] / rates[3];
        table.Add(
            name, Count(rates[0] * KernelData.EventsPerKey), hasBare ? Count(rates[3] * KernelData.EventsPerKey) : string.Empty, hasBare ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : string.Empty,
            Count(rates[1] * KernelData.EventsPerKey), Count(stored.Average(static bytes => bytes.Length)), Count(1e9 / rates[2]), Count(1e9 / rates[2] / view.Features.Count));
        return ratio;
    }

    private static void Sweep(WindowSweep sweep, FeatureRow[] events, Value[] values)
    {
        sweep.BeginKey();
        for (var i = 0; i < events.Length; i++)
        {
            ref readonly var item = ref events[i];
            sweep.Add(item.EventTime.UnixMicroseconds, item.Sequence, item.Values.AsSpan(0, 1));
            if ((i + 1) % KernelData.EventsPerQuestion == 0)
            {
                sweep.Read(item.EventTime.UnixMicroseconds, values);
            }
        }
    }

    private static byte[] Fill(WindowRow row, FeatureRow[] events)
    {
        byte[] stored = [];
        for (var i = 0; i < events.Length; i++)
        {
            if (i % KernelData.EventsPerQuestion == 0)
            {
                row.Open(stored);
            }

            row.Take(in events[i]);
            if ((i + 1) % KernelData.EventsPerQuestion == 0)
            {
                stored = row.Write();
            }
        }

        return stored;
    }

    private static ValueTask Done(Action work)
    {
        work();
        return ValueTask.CompletedTask;
    }

    private static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
