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

        var table = new TextTable("contender", "seconds", "records/s", "of bare", "delay p50", "p99", "max");
        List<double> bare = [];
        var rates = new Dictionary<bool, double>();
        foreach (var isLogOnKafka in (bool[])[false, true])
        {
            bare.Add(topic.ReadBare(records));
            var log = isLogOnKafka ? "event log on Kafka" : "embedded event log";
            Add(table, $"product, log only, {log}", records, await TimeAsync(new Run(setting, kafka, redis, isLogOnKafka, IsViewWritten: false), records), Rate.Median(bare));
            var seconds = await TimeAsync(new Run(setting, kafka, redis, isLogOnKafka, IsViewWritten: true), records);
            rates[isLogOnKafka] = records / seconds;
            Add(table, $"product, {log}", records, seconds, Rate.Median(bare));
        }

        Add(table, "bare consumer", records, Rate.Median(bare), Rate.Median(bare));
        foreach (var isLogOnKafka in (bool[])[false, true])
        {
            await AddDelaysAsync(table, new Run(setting, kafka, redis, isLogOnKafka, IsViewWritten: true), topic, rates[isLogOnKafka] / 2);
        }

        return new BenchmarkResult(table, "The ratio is the rate of the product with its event log on Kafka over that of the bare consumer.", rates[true] * Rate.Median(bare) / records);
    }

    private static async Task<double> TimeAsync(Run run, long records)
    {
        var clock = Stopwatch.StartNew();
        await using var product = await run.StartAsync();
        clock.Restart();
        await product.WaitAsync(records);
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task AddDelaysAsync(TextTable table, Run run, ReadingTopic topic, double rate)
    {
        // What earlier runs left in the topic has to be in before the load begins.
        await using var product = await run.StartAsync();
        await product.WaitAsync(topic.Count());
        await DelayMeasurement.RunAsync(topic, product, rate, TimeSpan.FromSeconds(3));
        var delays = await DelayMeasurement.RunAsync(topic, product, rate, TimeSpan.FromSeconds(run.Setting.Quick ? 6 : 20));
        table.Add(
            $"at half load, {(run.IsLogOnKafka ? "event log on Kafka" : "embedded event log")}", string.Empty, Figure(rate, "N0"), string.Empty,
            Figure(delays[delays.Length / 2], "0 ms"), Figure(delays[delays.Length * 99 / 100], "0 ms"), Figure(delays[^1], "0 ms"));
    }

    private static void Add(TextTable table, string name, long records, double seconds, double bare)
        => table.Add(name, Figure(seconds, "0.00"), Figure(records / seconds, "N0"), Figure(bare / seconds, "0.000"), string.Empty, string.Empty, string.Empty);

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Run(BenchmarkSetting Setting, KafkaServer Kafka, RedisServer Redis, bool IsLogOnKafka, bool IsViewWritten)
    {
        private static int _runs;

        internal Task<StreamingProduct> StartAsync()
            => StreamingProduct.StartAsync(Path.Combine(Setting.Folder, $"run{Interlocked.Increment(ref _runs)}"), Kafka, Redis, IsLogOnKafka, IsViewWritten);
    }
}
