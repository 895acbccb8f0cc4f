using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Composition;
using FeatureStore.Ports;
using FeatureStore.Serving;
using Ingestion.Topics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Servers;

namespace Catalog.Benchmarks.Ingest;

/// <summary>The product in this process: rows in Redis, offline files on disk, and the event log where it is asked for.</summary>
internal sealed class StreamingProduct : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StreamingProduct(WebApplication app) => _app = app;

    /// <summary>Starts it and applies the definitions, so that it reads the topic from its first record on.</summary>
    internal static async Task<StreamingProduct> StartAsync(string folder, KafkaServer kafka, RedisServer redis, bool isLogOnKafka, bool isViewWritten)
    {
        var name = Path.GetFileName(folder);
        var app = CatalogHost.Build(
            "--urls=http://127.0.0.1:0", $"--Catalog:DataDirectory={folder}", "--Catalog:LoadSamples=false", "--Logging:LogLevel:Default=Warning",
            $"--Ingestion:Partitions={Readings.Partitions}", $"--Ingestion:Kafka:Connections:bench:BootstrapServers={kafka.Address}",
            $"--Ingestion:EventLog:Kind={(isLogOnKafka ? "Kafka" : "Embedded")}", $"--Ingestion:EventLog:Kafka:BootstrapServers={kafka.Address}", $"--Ingestion:EventLog:Kafka:Project={name}",
            "--FeatureStore:OnlineStore:Kind=Redis", $"--FeatureStore:OnlineStore:Redis:ConnectionString={redis.Address}", $"--FeatureStore:OnlineStore:Redis:Project={name}");
        await app.StartAsync();
        var file = new DefinitionFile("fleet.yaml", Readings.Definitions(isViewWritten));
        await app.Services.GetRequiredService<DefinitionService>().ApplyAsync(new ApplyRequest { Plan = new PlanRequest { Files = [file] }, Author = "bench" }, CancellationToken.None);
        return new StreamingProduct(app);
    }

    /// <summary>Completes when everything that the topic has is in the log and the view.</summary>
    internal async Task WaitAsync(long records)
    {
        var topics = _app.Services.GetRequiredService<ITopicStatuses>();
        while (topics.Statuses.Sum(static status => status.Position) < records)
        {
            if (topics.Statuses.FirstOrDefault(static status => status.Error is not null) is { Error: var error })
            {
                throw new InvalidOperationException(error);
            }

            await Task.Delay(5);
        }

        var barrier = _app.Services.GetRequiredService<IMaterializationBarrier>();
        foreach (var view in _app.Services.GetRequiredService<DefinitionRegistry>().Views)
        {
            await barrier.FlushAsync(view.Id, CancellationToken.None);
        }
    }

    /// <summary>How many readings of the last hour each vehicle has online; 0 where none is known.</summary>
    internal async Task<long[]> CountReadingsAsync(IReadOnlyList<long> vehicles)
    {
        var request = new OnlineFeaturesRequest { Features = ["driving:readings_1h"], Entities = [new EntityColumn("vehicle_id", [.. vehicles.Select(static vehicle => Value.Of(vehicle))])] };
        var answer = await _app.Services.GetRequiredService<OnlineFeatureService>().GetAsync(request, CancellationToken.None);
        return [.. answer.Columns[1].Values.Select(static value => value.IsNull ? 0 : value.AsInt64())];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
