using System.Globalization;
using Catalog.Benchmarks.Measuring;
using Servers;

namespace Catalog.Benchmarks.Serving;

/// <summary>Lookups through the doors of the whole product.</summary>
internal sealed class ServingBenchmark : Benchmark
{
    private const int Requests = 1_000;
    private const int Clients = 8;
    private const double SteadyRate = 100;

    private static readonly (int Entities, int Features)[] Points = [(1, 50), (1, 250), (10, 50), (100, 50), (100, 250)];

    internal override string Name => "serving";

    internal override string Description =>
        $"""
        Online lookups in the shape of feast-benchmarks: {ServingData.Views} views of {ServingData.FeaturesPerView} int64 features, services of 50 to 250 of them, {Requests:N0} different requests in turn. The product, release build, runs in a process
        of its own; Redis and whoever asks share the cores of this machine with it. Every door's first answer of each point is compared value by value.
          steady    {SteadyRate:0} requests/s, sent when they are due whatever the answers do; times count from when a request was due
          most      {Clients} clients, each of which sends its next request once it has its answer
          hits      63 %: ids drawn from all, of which 37 % have no row, as published; 100 %: every id has its rows
          Redis     redis-benchmark with as many clients: the same rows of the same keys, one HMGET of all views for each entity, pipelined
          CPU       of the product's process, for a request; allocated: its managed bytes for a request
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        var data = new ServingData();
        var time = TimeSpan.FromSeconds(setting.Quick ? 1 : 5);
        await using var redis = await RedisServer.StartAsync();
        var table = new TextTable("store, door, entities x features, hits, load", "requests/s", "values/s", "p50 ms", "p95", "p99", "failed", "CPU us", "allocated B", "of Redis");
        var worst = double.MaxValue;
        foreach (var server in (RedisServer?[])[redis, null])
        {
            using var product = await ServingProduct.StartAsync(Path.Combine(setting.Folder, server is null ? "embedded" : "redis"), server, data);
            var bare = server is null ? null : new BareRedis(server);
            var bytes = bare is null ? 0 : await bare.CopyAsync();
            if (bytes > 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bare!.Keys:N0} keys with {bytes:N0} bytes of rows each\n"));
            }

            ServingDoor[] doors = [new GrpcDoor(product.GrpcAddress), new JsonDoor(product.HttpAddress), new ArrowDoor(product.HttpAddress)];
            foreach (var (entities, features) in Points)
            {
                double? most = bare is null ? null : await bare.MeasureAsync(Clients, entities, features / ServingData.FeaturesPerView, time);
                foreach (var door in doors)
                {
                    var run = new Run(table, product, door, data, server is null ? "embedded" : "Redis", entities, features);
                    var ratio = await run.MeasureAsync(time, most);
                    worst = Math.Min(worst, ratio ?? worst);
                }

                if (most is { } bareRate)
                {
                    table.Add($"redis-benchmark, {entities} x {features}, 100 %, most", Figure(bareRate, "N0"), Figure(bareRate * entities * features, "N0"), "", "", "", "", "", "", "");
                }
            }

            using var keyed = new JsonDoor(product.HttpAddress, await product.MakeKeyAsync());
            await new Run(table, product, keyed, data, server is null ? "embedded" : "Redis", Points[0].Entities, Points[0].Features).MeasureAsync(time, bareRate: null);
            Array.ForEach(doors, static door => door.Dispose());
        }

        return new BenchmarkResult(table, "The ratio is that of the product's requests per second to those of redis-benchmark, of the door and point where it is smallest; the bar is 0.5.", worst);
    }

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Run(TextTable Table, ServingProduct Product, ServingDoor Door, ServingData Data, string Store, int Entities, int Features)
    {
        /// <summary>Measures the point at a steady rate with both hit ratios, and at most.</summary>
        /// <returns>The most requests per second over those of Redis; null where these are not given.</returns>
        internal async Task<double?> MeasureAsync(TimeSpan time, double? bareRate)
        {
            foreach (var isHit in (bool[])[false, true])
            {
                var ids = Data.Requests(Requests, Entities, isHit);
                await Door.CheckAsync(Data, Features, ids[0]);
                var load = new Load(Door, [.. ids.Select(one => Door.MakeRequest(ServingData.ServiceOf(Features), one))]);
                await load.AtRateAsync(SteadyRate, time / 5);
                await AddAsync(isHit, "steady", null, () => load.AtRateAsync(SteadyRate, time));
                if (isHit)
                {
                    await load.AtMostAsync(Clients, time / 5);
                    return await AddAsync(isHit, "most", bareRate, () => load.AtMostAsync(Clients, time));
                }
            }

            return null;
        }

        private async Task<double?> AddAsync(bool isHit, string load, double? bareRate, Func<Task<LoadFigures>> run)
        {
            var (cpu, allocated) = (Product.ProcessorSeconds, await Product.AllocatedAsync());
            var figures = await run();
            var ratio = figures.Rate / bareRate;
            Table.Add(
                $"{Store}, {Door.Name}, {Entities} x {Features}, {(isHit ? "100" : "63")} %, {load}", Figure(figures.Rate, "N0"), Figure(figures.Rate * Entities * Features, "N0"),
                Figure(figures.Percentile(50), "0.00"), Figure(figures.Percentile(95), "0.00"), Figure(figures.Percentile(99), "0.00"), Figure(figures.Failed, "0"),
                Figure((Product.ProcessorSeconds - cpu) * 1e6 / figures.Count, "N0"), Figure((await Product.AllocatedAsync() - allocated) / figures.Count, "N0"), ratio is { } of ? Figure(of, "0.000") : string.Empty);
            return ratio;
        }
    }
}
