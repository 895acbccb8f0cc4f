using System.Buffers;
using Catalog.Core.Events;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Selection;
using FeatureStore.Serving;
using Ingestion.Embedded;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Tests.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ingestion.Tests.Pipelines;

/// <summary>The pumps over a real event log and a real online store in a folder; the offline side is in memory and outlives a restart.</summary>
internal sealed class TestPipeline : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestPipeline(ServiceProvider services) => _services = services;

    internal static Entity Customer { get; } = new() { Name = "customer", JoinKey = "customer", Type = new(ScalarType.Int64), Domain = "d", Owner = "o" };

    internal static Source Source { get; } = new()
    {
        Name = "purchases", Version = 1, Domain = "d", Owner = "o", Format = FileFormat.Csv, TimestampColumn = "at",
        Columns =
        [
            new() { Name = "customer", From = "customer", Type = new(ScalarType.Int64) },
            new() { Name = "at", From = "at", Type = new(ScalarType.Timestamp) },
            new() { Name = "amount", From = "amount", Type = new(ScalarType.Double) },
            new() { Name = "marked", From = "marked", Type = new(ScalarType.Double) },
        ],
    };

    /// <summary>What is added to an amount to make the column <c>marked</c>.</summary>
    internal const double Mark = 1e6;

    internal IEventLog Log => _services.GetRequiredService<IEventLog>();

    internal IOnlineStore Online => _services.GetRequiredService<IOnlineStore>();

    internal OnlineFeatureService Lookups => _services.GetRequiredService<OnlineFeatureService>();

    internal ServedVersions Served => _services.GetRequiredService<ServedVersions>();

    internal PipelineService Pumps => _services.GetRequiredService<PipelineService>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static FeatureView View(string name = "last_purchase", string from = "amount") => new()
    {
        Name = name, Version = 1, Domain = "d", Owner = "o", Entities = [Customer], Source = Source.Name, TimestampColumn = "at",
        Features = [new Feature { Name = "amount", Type = new(ScalarType.Double), From = from }],
    };

    /// <summary>Starts the pumps on a folder.</summary>
    internal static async Task<TestPipeline> StartAsync(
        TemporaryDirectory folder,
        FakeFeatureRegistry views,
        InMemoryOfflineManifest manifest,
        IOfflineFiles files,
        IIngestionJobStore? jobs = null,
        IRunJournal? journal = null,
        IComputedVersions? versions = null,
        params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection().AddSingleton<ISourceRegistry>(new FixedSources(Source, new Contract { Name = "none", Id = "none", Version = "1", ApiVersion = "v3.1.0" }));
        AddPumps(services, folder, views, manifest, files, jobs, journal, versions, settings);
        var pipeline = new TestPipeline(services.BuildServiceProvider());
        await pipeline.Log.EnsureTopicAsync(Source.Name, 1, Token);
        await ((IHostedService)pipeline.Pumps).StartAsync(Token);
        await pipeline.Pumps.StartedAsync(Token);
        return pipeline;
    }

    /// <summary>Registers all that pumps need but the sources.</summary>
    internal static void AddPumps(
        IServiceCollection services,
        TemporaryDirectory folder,
        FakeFeatureRegistry views,
        InMemoryOfflineManifest manifest,
        IOfflineFiles files,
        IIngestionJobStore? jobs,
        IRunJournal? journal,
        IComputedVersions? versions,
        (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalog:DataDirectory"] = folder.Path,
            ["FeatureStore:ChunkSequences"] = "128",
            ["Ingestion:IdleFlush"] = "00:00:00.020",
            ["Ingestion:BatchRecords"] = "16",
            ["Ingestion:DefinitionsPoll"] = "00:00:00.010",
            ["Ingestion:MaxRetryPause"] = "00:00:00.020",
        }).AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        services.AddLogging()
            .AddSingleton<IFeatureRegistry>(views)
            .AddSingleton<IOfflineManifest>(manifest)
            .AddSingleton(files)
            .AddSingleton(journal ?? new RecordingRunJournal())
            .AddSingleton(jobs ?? new MemoryJobs())
            .AddSingleton(versions ?? new InMemoryComputedVersions())
            .AddFeatureStore(configuration)
            .AddEmbeddedEventLog(configuration)
            .Configure<IngestionOptions>(configuration.GetSection(IngestionOptions.Section))
            .AddPipelines();
    }

    /// <summary>Appends purchases: customer, second of the day, amount.</summary>
    internal Task AppendAsync(params (long? Customer, int Second, double Amount)[] purchases) => AppendAsync(EventTargets.Both, purchases);

    /// <summary>Appends purchases for some stores.</summary>
    internal async Task AppendAsync(EventTargets targets, params (long? Customer, int Second, double Amount)[] purchases)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var events = purchases.Select(purchase => new NewLogEvent(default, EventPayload.Encode(
            buffer, 1, targets,
            [purchase.Customer is { } id ? Value.Of(id) : Value.Null, Value.Of(new Instant(purchase.Second * 1_000_000L)), Value.Of(purchase.Amount), Value.Of(purchase.Amount + Mark)])));
        await Log.AppendAsync(Source.Name, new AppendBatch([.. events]), Token);
    }

    /// <summary>The amount online; null when nothing is stored.</summary>
    internal async Task<double?> LookUpAsync(FeatureView view, long customer)
    {
        var rows = new ReadOnlyMemory<byte>[1];
        await Online.ReadAsync([EntityKey.Create([Customer], [Value.Of(customer)])], [view.Id.ToString()], rows, Token);
        if (rows[0].IsEmpty)
        {
            return null;
        }

        var values = new Value[1];
        OnlineRowCodec.Decode(rows[0].Span, values);
        return values[0].AsDouble();
    }

    public async ValueTask DisposeAsync()
    {
        await ((IHostedService)Pumps).StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
