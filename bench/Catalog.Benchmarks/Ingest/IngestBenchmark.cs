using System.Diagnostics;
using System.Globalization;
using Catalog.Benchmarks.Measuring;
using Servers;

namespace Catalog.Benchmarks.Ingest;

/// <summary>A topic through the whole product.</summary>
internal sealed class IngestBenchmark : Benchmark
{
    internal override string Name => "ingest";

    internal override string Description =>
        $"""
        A topic of Kafka with {Readings.Partitions} partitions, JSON records of about 120 bytes of {Readings.Vehicles:N0} vehicles, into an empty catalogue: decoding, conversion and contract check of five
        columns, event log, then a view of five windowed features in Redis and in Parquet files, all of it durable. Broker, Redis, product and load share the cores of this machine.
          bare consumer      the same client reads the same topic, looks at nothing and keeps nothing
          product, log only  no view: until every record is checked and in the event log
          product            until every record is also in Redis and Parquet
          CPU                of this process alone, without broker and Redis
          delay              at half of that rate: from handing a record to the producer until a lookup shows it, of one new vehicle every 20 ms
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        var records = setting.Quick ? 200_000L : 1_000_000L;
        await using var kafka = await KafkaServer.StartAsync(isForMeasuring: true);
        await using var redis = await RedisServer.StartAsync();
        using var topic = new ReadingTopic(kafka.Address);
        await topic.MakeAsync();
        topic.Fill(records);

        var table = new TextTable("contender", "seconds", "records/s", "of bare", "CPU us/record", "allocated B/record", "paused", "delay p50", "p99", "max");
        List<Spent> bare = [];
        var rates = new Dictionary<bool, double>();
        foreach (var isLogOnKafka in (bool[])[false, true])
        {
            bare.Add(await Spent.OfAsync(() => Task.FromResult(topic.ReadBare(records))));
            var log = isLogOnKafka ? "event log on Kafka" : "embedded event log";
            Add(table, $"product, log only, {log}", records, await MeasureAsync(new Run(setting, kafka, redis, isLogOnKafka, IsViewWritten: false), records), bare[^1]);
            var whole = await MeasureAsync(new Run(setting, kafka, redis, isLogOnKafka, IsViewWritten: true), records);
            rates[isLogOnKafka] = records / whole.Seconds;
            Add(table, $"product, {log}", records, whole, bare[^1]);
        }

        var best = bare.MinBy(static spent => spent.Seconds)!;
        Add(table, "bare consumer", records, best, best);
        foreach (var isLogOnKafka in (bool[])[false, true])
        {
            await AddDelaysAsync(table, new Run(setting, kafka, redis, isLogOnKafka, IsViewWritten: true), topic, rates[isLogOnKafka] / 2);
        }

        return new BenchmarkResult(table, "The ratio is the rate of the product with its event log on Kafka over that of the bare consumer.", rates[true] * best.Seconds / records);
    }

    private static async Task<Spent> MeasureAsync(Run run, long records)
    {
        await using var product = await run.StartAsync();
        return await Spent.OfAsync(async () =>
        {
            var clock = Stopwatch.StartNew();
            await product.WaitAsync(records);
            return clock.Elapsed.TotalSeconds;
        });
    }

    private static async Task AddDelaysAsync(TextTable table, Run run, ReadingTopic topic, double rate)
    {
        // What earlier runs left in the topic has to be in before the load begins.
        await using var product = await run.StartAsync();
        await product.WaitAsync(topic.Count());
        await DelayMeasurement.RunAsync(topic, product, rate, TimeSpan.FromSeconds(3));
        var delays = await DelayMeasurement.RunAsync(topic, product, rate, TimeSpan.FromSeconds(run.Setting.Quick ? 6 : 20));
        table.Add(
            $"at half load, {(run.IsLogOnKafka ? "event log on Kafka" : "embedded event log")}", string.Empty, Figure(rate, "N0"), string.Empty, string.Empty, string.Empty, string.Empty,
            Figure(delays[delays.Length / 2], "0 ms"), Figure(delays[delays.Length * 99 / 100], "0 ms"), Figure(delays[^1], "0 ms"));
    }

    private static void Add(TextTable table, string name, long records, Spent spent, Spent bare)
        => table.Add(
            name, Figure(spent.Seconds, "0.00"), Figure(records / spent.Seconds, "N0"), Figure(bare.Seconds / spent.Seconds, "0.000"), Figure(spent.Processor * 1e6 / records, "0.0"), Figure((double)spent.Allocated / records, "N0"), Figure(spent.Paused, "0.00 s"), string.Empty, string.Empty, string.Empty);

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>What something took.</summary>
    /// <param name="Seconds">Time.</param>
    /// <param name="Processor">Processor seconds of this process, which other work on the machine changes little; those of the broker and of Redis are not among them.</param>
    /// <param name="Allocated">Managed bytes that this process allocated.</param>
    /// <param name="Paused">Seconds for which the garbage collector stopped every thread.</param>
    private sealed record Spent(double Seconds, double Processor, long Allocated, double Paused)
    {
        internal static async Task<Spent> OfAsync(Func<Task<double>> measure)
        {
            var (before, allocated, paused) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration());
            var seconds = await measure();
            return new Spent(seconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds, GC.GetTotalAllocatedBytes() - allocated, (GC.GetTotalPauseDuration() - paused).TotalSeconds);
        }
    }

    private sealed record Run(BenchmarkSetting Setting, KafkaServer Kafka, RedisServer Redis, bool IsLogOnKafka, bool IsViewWritten)
    {
        private static int _runs;

        internal Task<StreamingProduct> StartAsync()
            => StreamingProduct.StartAsync(Path.Combine(Setting.Folder, $"run{Interlocked.Increment(ref _runs)}"), Kafka, Redis, IsLogOnKafka, IsViewWritten);
    }
}
