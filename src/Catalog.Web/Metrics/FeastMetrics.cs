using System.Diagnostics.Metrics;
using System.Globalization;
using FeatureStore.Serving;

namespace Catalog.Web.Metrics;

/// <summary>What Feast's feature server measures of its doors, under the names that it has there, meter <c>Feast</c>. Thread-safe.</summary>
internal sealed class FeastMetrics : IDisposable
{
    internal const string MeterName = "Feast";

    private static readonly double[] LatencyBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] ReadBounds = [0.001, .. LatencyBounds];
    private static readonly double[] MaterializationBounds = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
    private static readonly long[] EntityBounds = [1, 5, 10, 25, 50, 100, 250, 500, 1000];
    private static readonly string[] StatusWords = [.. Enum.GetValues<FieldStatus>().Order().Select(static status => status.ToWireName().ToLowerInvariant())];

    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _lookups;
    private readonly Histogram<long> _entities;
    private readonly Counter<long> _statuses;
    private readonly Histogram<double> _reads;
    private readonly Counter<long> _pushes;
    private readonly Counter<long> _materializations;
    private readonly Histogram<double> _materializing;

    public FeastMetrics(TimeProvider clock, IMeterFactory? meters = null)
    {
        _clock = clock;
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _requests = _meter.CreateCounter<long>("feast.feature_server.request", "{request}", "Requests of Feast's doors over HTTP, by what became of them.");
        _latency = MakeHistogram("feast.feature_server.request_latency", LatencyBounds, "Time of those requests; of lookups by the number of features and views.");
        _lookups = _meter.CreateCounter<long>("feast.online_features.request", "{request}", "Lookups over HTTP.");
        _entities = _meter.CreateHistogram("feast.online_features.entity_count", "{entity}", "Entity rows of a lookup over HTTP.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = EntityBounds });
        _statuses = _meter.CreateCounter<long>("feast.online_features.status", "{value}", "Values looked up over HTTP, by view and status.");
        _reads = MakeHistogram("feast.feature_server.online_store_read_duration", ReadBounds, "Time of a lookup over HTTP without the door, nearly all of which is reading the online store.");
        _pushes = _meter.CreateCounter<long>("feast.push.request", "{request}", "Pushes in Feast's shape over HTTP that were taken.");
        _materializations = _meter.CreateCounter<long>("feast.materialization.result", "{run}", "Views that /materialize and /materialize-incremental waited for, by what became of it.");
        _materializing = MakeHistogram("feast.materialization.duration", MaterializationBounds, "How long they were waited for.");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Begins to measure a request.</summary>
    /// <param name="endpoint">The address of the door.</param>
    internal FeastRequest Begin(string endpoint) => new(this, _clock, endpoint);

    internal void Answered(string endpoint, bool isSuccess, TimeSpan duration, int? features, int? views)
    {
        var door = Tag("endpoint", endpoint);
        _requests.Add(1, door, Tag("status", isSuccess ? "success" : "error"));
        _latency.Record(duration.TotalSeconds, door, Tag("feature_count", InWords(features)), Tag("feature_view_count", InWords(views)));
    }

    internal void LookedUp(OnlineFeaturesResponse response, TimeSpan duration)
    {
        _lookups.Add(1);
        _entities.Record(response.RowCount);
        _reads.Record(duration.TotalSeconds);
        if (!_statuses.Enabled)
        {
            return;
        }

        foreach (var view in response.Columns.Where(static column => column.View is not null).GroupBy(static column => column.View))
        {
            var counts = new long[StatusWords.Length];
            foreach (var column in view)
            {
                Array.ForEach(column.Statuses, status => counts[(int)status]++);
            }

            for (var status = 0; status < counts.Length; status++)
            {
                if (counts[status] > 0)
                {
                    _statuses.Add(counts[status], Tag("feature_view", view.Key?.Name ?? string.Empty), Tag("status", StatusWords[status]));
                }
            }
        }
    }

    internal void Pushed(string source, string? mode) => _pushes.Add(1, Tag("push_source", source), Tag("mode", mode ?? "online"));

    internal void Materialized(string view, bool isSuccess, TimeSpan duration)
    {
        _materializations.Add(1, Tag("feature_view", view), Tag("status", isSuccess ? "success" : "failure"));
        _materializing.Record(duration.TotalSeconds, Tag("feature_view", view));
    }

    private Histogram<double> MakeHistogram(string name, double[] bounds, string description)
        => _meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string InWords(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
}
