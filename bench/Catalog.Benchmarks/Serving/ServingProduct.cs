using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Catalog.Benchmarks.Measuring;
using Servers;

namespace Catalog.Benchmarks.Serving;

/// <summary>The built product in a process of its own, filled with the rows.</summary>
internal sealed class ServingProduct : IDisposable
{
    /// <summary>Name of the product's keys in Redis.</summary>
    internal const string Project = "bench";

    private const string Allocated = "dotnet_gc_heap_total_allocated_bytes_total";

    private static readonly string[] Everything = ["*"];

    private readonly StartedServer _server;

    private ServingProduct(StartedServer server, Uri grpc) => (_server, GrpcAddress) = (server, grpc);

    internal Uri HttpAddress => _server.Client.BaseAddress!; // Set where the server is started.

    internal Uri GrpcAddress { get; }

    /// <summary>Processor time it has used so far, in seconds.</summary>
    internal double ProcessorSeconds => _server.ProcessorSeconds;

    internal double MemoryMebibytes => _server.MemoryMebibytes;

    /// <param name="folder">Its data.</param>
    /// <param name="redis">Where its online store is; null for the embedded one.</param>
    /// <param name="data">The rows.</param>
    internal static async Task<ServingProduct> StartAsync(string folder, RedisServer? redis, ServingData data)
    {
        var grpc = $"http://127.0.0.1:{StartedServer.FreePort()}";
        string[] store = redis is null
            ? []
            : ["--FeatureStore:OnlineStore:Kind=Redis", $"--FeatureStore:OnlineStore:Redis:ConnectionString={redis.Address}", $"--FeatureStore:OnlineStore:Redis:Project={Project}"];
        var server = StartedServer.Start(
            [Path.GetFullPath("artifacts/bin/Catalog.Web/release/Catalog.Web.dll"), $"--Catalog:DataDirectory={folder}", "--Catalog:LoadSamples=false", "--Logging:LogLevel:Default=Warning", $"--Grpc:Urls={grpc}", .. store]);
        var product = new ServingProduct(server, new Uri(grpc));
        await server.UntilAnsweredAsync("/health/ready");
        await product.FillAsync(data);
        return product;
    }

    /// <summary>Managed bytes that it has allocated so far.</summary>
    internal async Task<double> AllocatedAsync()
    {
        var text = await _server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = text.Split('\n').Single(static line => line.StartsWith(Allocated + ' ', StringComparison.Ordinal));
        return double.Parse(line.AsSpan(Allocated.Length + 1), CultureInfo.InvariantCulture);
    }

    /// <summary>Registers a consumer that may read everything, and makes it a key.</summary>
    internal async Task<string> MakeKeyAsync()
    {
        using var registered = await _server.Client.PostAsJsonAsync("/api/v1/consumers", new { name = "bench", owner = "bench", featureServices = Everything });
        await CheckAsync(registered);
        using var made = await _server.Client.PostAsJsonAsync("/api/v1/consumers/bench/keys", new { });
        await CheckAsync(made);
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!; // Each key has one.
    }

    public void Dispose() => _server.Dispose();

    private async Task FillAsync(ServingData data)
    {
        using (var applied = await _server.Client.PostAsJsonAsync("/api/v1/definitions/apply", new { files = new[] { new { path = "bench.yaml", text = ServingData.Definitions() } }, author = "bench" }))
        {
            await CheckAsync(applied);
        }

        foreach (var lines in data.Pushes(TimeProvider.System.GetUtcNow()))
        {
            using var content = new ByteArrayContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
            using var pushed = await _server.Client.PostAsync($"/api/v1/sources/{ServingData.Source}/events", content);
            await CheckAsync(pushed);
        }

        // Every view has its rows once all that was read is durable and nothing is left to read.
        while (!await HasWrittenAllAsync())
        {
            await Task.Delay(100);
        }
    }

    private async Task<bool> HasWrittenAllAsync()
    {
        var text = await _server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var lines = text.Split('\n');
        double Sum(string name) => lines.Where(line => line.StartsWith(name + '{', StringComparison.Ordinal)).Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        return Sum("catalog_pipeline_position") is > 0 and var read && Sum("catalog_pipeline_durable_position") >= read && Sum("catalog_pipeline_lag") == 0;
    }

    private static async Task CheckAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
