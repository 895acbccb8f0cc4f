using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>
/// The process is killed at random moments while it ingests and writes its stores, and started again each time. In the end everything it keeps must be what a run without interruption
/// keeps: row by row and value by value. Only arrival times may differ, and with Kafka sequences, which have gaps where appends were called off. With other engines than the
/// embedded ones Redis and Kafka are killed in between, too. <c>CATALOG_CHAOS</c> raises how often.
/// </summary>
public abstract class KilledIngestionTests(Engines engines)
{
    private static int Kills => Math.Max(8, ChaosTests.Disturbances);

    private const string Source = "loyalty-transactions";

    // Small batches and chunks make many boundaries to die between.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Ingestion__BatchRecords"] = "700",
        ["FeatureStore__ChunkSequences"] = "9000",
        ["Ingestion__IdleFlush"] = "00:00:00.050",
        ["FeatureStore__ReplacedFileGrace"] = "00:00:00",
        ["FeatureStore__Compaction__FilesPerMerge"] = "3",
        ["FeatureStore__Compaction__Interval"] = "00:00:01",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ingest_KilledManyTimes_EndsAsIfNothingHadHappened()
    {
        await using var servers = await EngineServers.StartAsync(engines);
        var path = Path.Combine(Repository.Root, "samples", "loyalty", "data", "online_retail_2011-10-01_2011-12-09.csv.gz");
        using var calm = new Place("calm", servers);
        using var stormy = new Place("stormy", servers);
        var lines = ReadLines(path);

        var (expected, duration) = await IngestAsync(calm, path, lines);
        await IngestWithKillsAsync(stormy, servers, path, duration);
        if (servers.Redis is { } redis)
        {
            // An empty server is filled again from the log.
            await redis.CommandAsync("flushall");
        }

        var actual = await ReadStateAsync(stormy, lines);

        Assert.Equal(expected.Run, actual.Run);
        Assert.Equal(expected.Quarantine, actual.Quarantine);
        Assert.Equal(expected.Rows.Keys.Order(), actual.Rows.Keys.Order());
        Assert.All(expected.Rows, partition => Assert.Equal(partition.Value, actual.Rows[partition.Key]));
        Assert.Equal(expected.Customers, actual.Customers);
        Assert.Equal(expected.Products, actual.Products);
    }

    private static async Task<(IngestedState State, TimeSpan Duration)> IngestAsync(Place data, string path, List<RetailLine> lines)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await using (var catalog = await StartAsync(data))
        {
            await ApplyAsync(catalog);
            clock.Restart();
            var run = await UploadAsync(catalog, path);
            await WaitAsync(catalog, run);
            await FlushAsync(catalog);
        }

        var duration = clock.Elapsed;
        return (await ReadStateAsync(data, lines), duration);
    }

    private static async Task IngestWithKillsAsync(Place data, EngineServers servers, string path, TimeSpan duration)
    {
        var random = new Random(20261127);
        var killed = 0;
        await using (var first = await StartAsync(data))
        {
            await ApplyAsync(first);
            await UploadAsync(first, path);
            await DieAsync(first);
        }

        while (killed < Kills)
        {
            // Sometimes before it is ready, sometimes deep in the work.
            await using var catalog = CatalogProcess.Launch(data.Path, samples: false, data.Settings);
            if (random.Next(4) > 0)
            {
                await catalog.WaitUntilReadyAsync(Token);
            }

            await servers.DisturbAsync(random, Token);
            await DieAsync(catalog);
        }

        async Task DieAsync(CatalogProcess catalog)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 4 * duration.TotalMilliseconds / Kills), Token);
            await catalog.KillAsync();
            killed++;
        }
    }

    private static Task<CatalogProcess> StartAsync(Place data, Dictionary<string, string>? settings = null) => CatalogProcess.StartAsync(data.Path, samples: false, Token, settings ?? data.Settings);

    private static async Task ApplyAsync(CatalogProcess catalog)
        => (await Cli.RunAsync(catalog.Address, Token, "apply", "samples/loyalty")).MustSucceed();

    private static async Task<string> UploadAsync(CatalogProcess catalog, string path)
    {
        await using var file = File.OpenRead(path);
        using var answer = await catalog.Http.PostAsync($"/api/v1/sources/{Source}/files?name={Path.GetFileName(path)}", new StreamContent(file), Token);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("runId").GetString()!;
    }

    private static async Task<JsonElement> WaitAsync(CatalogProcess catalog, string? run = null)
    {
        while (true)
        {
            var runs = await catalog.Http.GetFromJsonAsync<JsonElement>($"/api/v1/sources/{Source}/runs", Token);
            var job = runs.GetProperty("items").EnumerateArray().Single(item =>
                item.GetProperty("kind").GetString() == "file" && (run is null || item.GetProperty("runId").GetString() == run));
            var state = job.GetProperty("state").GetString();
            Assert.True(state is "queued" or "running" or "completed", $"The run is '{state}'.");
            if (state == "completed")
            {
                return job.GetProperty("result");
            }

            await Task.Delay(100, Token);
        }
    }

    private static async Task FlushAsync(CatalogProcess catalog)
    {
        foreach (var view in new[] { "customer_profile", "customer_engagement", "customer_activity", "product_price" })
        {
            await catalog.FlushAsync(view, Token);
        }
    }

    private static async Task<IngestedState> ReadStateAsync(Place data, List<RetailLine> lines)
    {
        IngestedState state;
        await using (var catalog = await StartAsync(data))
        {
            state = await ReadStateAsync(catalog, lines);
        }

        // Files that were replaced are deleted at a start, and runs that a killed process left come to their end. No more are replaced.
        await using (var catalog = await StartAsync(data, SharedShop.Merge(data.Settings, new() { ["FeatureStore__Compaction__Enabled"] = "false" })))
        {
            await FlushAsync(catalog);
            while ((await catalog.Http.GetFromJsonAsync<JsonElement>("/api/v1/runs?kind=materialization&state=running", Token)).GetProperty("items").GetArrayLength() > 0)
            {
                // With Kafka the process must be given the partitions first.
                await Task.Delay(100, Token);
            }
        }

        var offline = Path.Combine(data.Path, "offline");
        return state with { Rows = await OfflineFiles.ReadPartitionsAsync(offline, withSequences: !data.HasGaps) };
    }

    private static async Task<IngestedState> ReadStateAsync(CatalogProcess catalog, List<RetailLine> lines)
    {
        var result = await WaitAsync(catalog);
        await FlushAsync(catalog);
        var export = await catalog.Http.GetStringAsync($"/api/v1/quarantine/export?source={Source}&format=ndjson", Token);
        object[] customers = [.. lines.Where(static line => line.CustomerId is not null).Select(static line => line.CustomerId!.Value).Distinct().Order()];
        object[] products = [.. lines.Select(static line => line.StockCode).Distinct().Order(StringComparer.Ordinal)];
        string[] customerFeatures = ["customer_profile:last_invoice", "customer_profile:last_quantity", "customer_engagement:engaged_product"];
        return new IngestedState(
            string.Join(' ', new[] { "read", "accepted", "quarantined", "byRule", "warnings" }.Select(name => result.GetProperty(name).ToString())),
            [.. export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Describe)],
            new Dictionary<string, List<string>>(),
            await Lookups.ReadAsync(catalog, "customer_id", customers, customerFeatures, Token),
            await Lookups.ReadAsync(catalog, "stock_code", products, ["product_price:price", "product_price:product_name"], Token));
    }

    private static string Describe(string line)
    {
        using var entry = JsonDocument.Parse(line);
        string[] members = ["recordNumber", "lineNumber", "byteOffset", "rawBase64", "violations", "state"];
        return string.Join(' ', members.Select(name => entry.RootElement.GetProperty(name).ToString()));
    }

    private static List<RetailLine> ReadLines(string path) => [.. RetailFile.Read(path)];

    /// <summary>The folder of one run and its place on the servers.</summary>
    private sealed class Place(string name, EngineServers servers) : IDisposable
    {
        private readonly TemporaryDirectory _folder = new();

        internal string Path => _folder.Path;

        /// <summary>Whether sequences have gaps, which are not the same in two runs.</summary>
        internal bool HasGaps => servers.Kafka is not null;

        internal Dictionary<string, string> Settings { get; } = new([.. KilledIngestionTests.Settings, .. servers.SettingsOf(name)]);

        public void Dispose() => _folder.Dispose();
    }

    private sealed record IngestedState(
        string Run, List<string> Quarantine, IReadOnlyDictionary<string, List<string>> Rows, List<string> Customers, List<string> Products);
}

/// <inheritdoc/>
public sealed class KilledEmbeddedIngestionTests() : KilledIngestionTests(Engines.Embedded);

/// <inheritdoc/>
public sealed class KilledRedisIngestionTests() : KilledIngestionTests(Engines.Redis);

/// <inheritdoc/>
public sealed class KilledSharedIngestionTests() : KilledIngestionTests(Engines.All);
