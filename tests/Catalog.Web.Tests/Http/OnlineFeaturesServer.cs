using Catalog.Core.Events;
using Catalog.Core.Values;
using Catalog.Persistence;
using Catalog.Web.Http;
using Catalog.Web.Metrics;
using Conformance;
using Conformance.Offline;
using FeatureStore;
using FeatureStore.DuckDb;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Catalog.Web.Tests.Http;

/// <summary>The doors of what is served alone, over an embedded store with the views of the recorded Feast server, on a free port of this machine.</summary>
public sealed class OnlineFeaturesServer : IAsyncDisposable
{
    private static readonly Entity Driver = Entity("driver_id", ScalarType.Int64);
    private static readonly Entity Customer = Entity("customer_id", ScalarType.String);

    private readonly string _directory = Directory.CreateTempSubdirectory("lookup-door-").FullName;
    private readonly WebApplication _app;
    private long _sequence;

    private OnlineFeaturesServer((string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Catalog:DataDirectory"] = _directory });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(static setting => setting.Key, static setting => (string?)setting.Value));
        builder.Services
            .AddProblems()
            .AddSingleton<FeastMetrics>()
            .AddSingleton<OnlineFeaturesSchemas>()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IFeatureRegistry>(Registry)
            .AddSingleton<IComputedVersions>(new InMemoryComputedVersions())
            .AddSingleton<IRunJournal, RecordingRunJournal>()
            .AddCatalogPersistence(builder.Configuration)
            .AddFeatureStore(builder.Configuration)
            .AddDuckDbOfflineStore(builder.Configuration);
        _app = builder.Build();
        _app.UseExceptionHandler();
        _app.MapOnlineFeatures();
        _app.MapStatistics();
        _app.MapConsumers();
    }

    public ManualClock Clock { get; } = new(new DateTimeOffset(2022, 4, 13, 0, 0, 0, TimeSpan.Zero));

    public FakeFeatureRegistry Registry { get; } = new(
        View("driver_hourly_stats", [Driver], TimeSpan.FromDays(1), ("conv_rate", ScalarType.Float), ("acc_rate", ScalarType.Float), ("avg_daily_trips", ScalarType.Int32)),
        View("driver_stats_fresh", [Driver], TimeSpan.Zero, ("conv_rate", ScalarType.Float)),
        View("trip_stats", [Driver, Customer], TimeSpan.Zero, ("n_trips", ScalarType.Int64), ("last_city", ScalarType.String), ("is_vip", ScalarType.Bool), ("last_trip", ScalarType.Timestamp)));

    /// <summary>The recorded on-demand view.</summary>
    public static OnDemandFeatureView PlusValue { get; } = new()
    {
        Name = "transformed_conv_rate",
        Version = 1,
        Domain = "d",
        Owner = "o",
        Sources = [new FeatureProjection("driver_hourly_stats", ["conv_rate"], null, new Dictionary<string, string>())],
        Requests =
        [
            new RequestSource("vals", [new RequestValue("val_to_add", new DataType(ScalarType.Int64), null), new RequestValue("labels", new DataType(ScalarType.String, IsList: true), null)]),
        ],
        Features =
        [
            new OnDemandFeature { Name = "conv_rate_plus_val", Type = new DataType(ScalarType.Double), Expression = "conv_rate + val_to_add" },
            new OnDemandFeature { Name = "label_count", Type = new DataType(ScalarType.Int64), Expression = "list_length(labels)" },
        ],
    };

    public HttpClient Http { get; } = new();

    public IServiceProvider Services => _app.Services;

    public static async Task<OnlineFeaturesServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var server = new OnlineFeaturesServer(settings);
        await server._app.StartAsync();
        server.Http.BaseAddress = new Uri(server._app.Urls.Single());
        return server;
    }

    /// <summary>Writes a row of a view.</summary>
    public async Task WriteAsync(string view, string time, Value[] keys, params Value[] values)
    {
        Assert.True(Instant.TryParse(time, out var eventTime));
        var writes = new List<OnlineWrite>();
        new OnlineLayout(Registry.FindView(view)!).AddWrites(new FeatureRow(keys, eventTime, eventTime, _sequence++, values), writes);
        await _app.Services.GetRequiredService<IOnlineStore>().WriteAsync(writes, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    public static FeatureView View(string name, Entity[] entities, TimeSpan ttl, params (string Name, ScalarType Type)[] features) => new()
    {
        Name = name,
        Version = 1,
        Domain = "d",
        Owner = "o",
        Source = "s",
        TimestampColumn = "event_timestamp",
        Entities = entities,
        Ttl = ttl,
        Features = [.. features.Select(static feature => new Feature { Name = feature.Name, Type = new DataType(feature.Type), From = feature.Name })],
    };

    public static Entity Entity(string joinKey, ScalarType type)
        => new() { Name = joinKey, JoinKey = joinKey, Type = new DataType(type), Domain = "d", Owner = "o" };
}
