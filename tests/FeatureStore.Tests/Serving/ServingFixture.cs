using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Diagnostics;
using FeatureStore.Embedded;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Selection;
using FeatureStore.Serving;
using FeatureStore.Tests.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Serving;

/// <summary>A lookup service over an embedded store with a few views, as of noon on 20 November 2026.</summary>
internal sealed class ServingFixture : IAsyncDisposable
{
    internal static readonly FeatureView Stats = Views.View(
        "driver_stats",
        [Views.Entity("driver_id")],
        Views.Feature("conv_rate", ScalarType.Float), Views.Feature("trips", ScalarType.Int64), Views.Feature("city", ScalarType.String))
        with { Ttl = TimeSpan.FromDays(1) };

    internal static readonly FeatureView Trips = Views.View(
        "trip_stats", [Views.Entity("driver_id"), Views.Entity("customer_id", ScalarType.String)], Views.Feature("n_trips", ScalarType.Int32));

    internal static readonly FeatureView World = Views.View("world", [], Views.Feature("temperature", ScalarType.Double));

    private readonly TemporaryDirectory _directory = new();
    private readonly FeatureStoreMetrics _metrics = new();
    private readonly EmbeddedOnlineStore _store;
    private long _sequence;

    internal ServingFixture(FeatureStoreOptions? options = null, ILookupLog? log = null)
    {
        var settings = Options.Create(options ?? new FeatureStoreOptions());
        Recorder = log is null ? null : new LookupRecorder(log, new AppliedPositions(), settings, _metrics, NullLogger<LookupRecorder>.Instance);
        _store = OnlineRows.Open(_directory);
        Flaky = new FlakyOnlineStore(_store);
        Registry = new FakeFeatureRegistry(Stats, Trips, World);
        Latencies = new LookupLatencies(Clock);
        Served = new ServedVersions(Registry, Versions, Clock);
        var stale = settings.Value.OnlineStore.WhenAway == WhenAway.Stale ? new StaleReads(settings.Value.OnlineStore, NullLogger<StaleReads>.Instance) : null;
        Slow = new SlowLookups(settings, TimeProvider.System, _metrics, NullLogger<SlowLookups>.Instance);
        Service = new OnlineFeatureService(Flaky, Served, Clock, settings, Latencies, _metrics, Recorder, stale, Slow);
    }

    internal ManualClock Clock { get; } = new();

    internal FakeFeatureRegistry Registry { get; }

    internal InMemoryComputedVersions Versions { get; } = new();

    internal ServedVersions Served { get; }

    internal LookupLatencies Latencies { get; }

    internal SlowLookups Slow { get; }

    internal OnlineFeatureService Service { get; }

    /// <summary>Logs lookups, where there is a log.</summary>
    internal LookupRecorder? Recorder { get; }

    internal IOnlineStore Store => _store;

    /// <summary>The store as lookups see it.</summary>
    internal FlakyOnlineStore Flaky { get; }

    internal Instant Now => Instant.Now(Clock);

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Writes a row whose event happened <paramref name="age"/> ago.</summary>
    internal async Task WriteAsync(FeatureView view, Value[] keys, TimeSpan age, params Value[] values)
    {
        var writes = new List<OnlineWrite>();
        new OnlineLayout(view).AddWrites(new FeatureRow(keys, Now - age, Now, _sequence++, values), writes);
        await _store.WriteAsync(writes, Token);
    }

    /// <summary>Writes the rows of a log as the writer of the view does, and makes the clock stand at a moment.</summary>
    internal async Task WriteAsync(FeatureView view, IReadOnlyList<FeatureRow> log, Instant now)
    {
        var (files, manifest, options) = (new InMemoryOfflineFiles(Clock), new InMemoryOfflineManifest(), Options.Create(new FeatureStoreOptions()));
        var factory = new ViewWriterFactory(_store, files, manifest, new ReplacedFiles(files, manifest, Clock, options), _metrics, options);
        var writer = await factory.OpenAsync(view, 0, Token);
        await writer.WriteAsync(log, log.Count, Token);
        Registry.Apply(view);
        Clock.Set(new DateTimeOffset(now.ToDateTime(), TimeSpan.Zero));
    }

    internal ValueTask<OnlineFeaturesResponse> GetAsync(string[] features, params (string Name, Value[] Values)[] entities)
        => Service.GetAsync(
            new OnlineFeaturesRequest { Features = features, Entities = [.. entities.Select(static column => new EntityColumn(column.Name, column.Values))] },
            Token);

    internal Task<FeatureStoreException> RefusedAsync(string[] features, params (string Name, Value[] Values)[] entities)
        => Assert.ThrowsAsync<FeatureStoreException>(() => GetAsync(features, entities).AsTask());

    internal static Value[] Ids(params long[] ids) => [.. ids.Select(static id => Value.Of(id))];

    public async ValueTask DisposeAsync()
    {
        if (Recorder is not null)
        {
            await Recorder.StopAsync(CancellationToken.None);
            Recorder.Dispose();
        }

        await _store.DisposeAsync();
        _metrics.Dispose();
        _directory.Dispose();
    }
}
