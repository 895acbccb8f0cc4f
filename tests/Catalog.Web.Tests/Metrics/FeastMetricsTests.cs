using System.Diagnostics.Metrics;
using Catalog.Core.Values;
using Catalog.Web.Metrics;
using FeatureStore.Model;
using FeatureStore.Serving;

namespace Catalog.Web.Tests.Metrics;

public sealed class FeastMetricsTests : IDisposable
{
    private readonly MetricsCollector _collector = new();
    private readonly OwnMeters _meters = new();
    private readonly FeastMetrics _metrics;

    public FeastMetricsTests() => _metrics = new FeastMetrics(TimeProvider.System, _meters);

    public void Dispose()
    {
        _metrics.Dispose();
        _collector.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void Requests_HaveTheNamesAndLabelsOfFeast()
    {
        using (var lookup = _metrics.Begin("/get-online-features"))
        {
            lookup.LookedUp(Answer(), TimeSpan.FromMilliseconds(2));
            lookup.IsSuccess = true;
        }

        _metrics.Begin("/push").Dispose();
        _metrics.Pushed("sales", null);
        _metrics.Materialized("profile", isSuccess: true, TimeSpan.FromSeconds(2));

        var text = Own();

        foreach (var line in new[]
        {
            "feast_feature_server_request_total{endpoint=\"/get-online-features\",status=\"success\"} 1",
            "feast_feature_server_request_total{endpoint=\"/push\",status=\"error\"} 1",
            "feast_feature_server_request_latency_seconds_count{endpoint=\"/get-online-features\",feature_count=\"2\",feature_view_count=\"1\"} 1",
            "feast_feature_server_request_latency_seconds_count{endpoint=\"/push\",feature_count=\"\",feature_view_count=\"\"} 1",
            "feast_online_features_request_total 1",
            "feast_online_features_entity_count_bucket{le=\"1\"} 0",
            "feast_online_features_entity_count_bucket{le=\"5\"} 1",
            "feast_online_features_status_total{feature_view=\"profile\",status=\"present\"} 3",
            "feast_online_features_status_total{feature_view=\"profile\",status=\"not_found\"} 1",
            "feast_feature_server_online_store_read_duration_seconds_bucket{le=\"0.005\"} 1",
            "feast_push_request_total{mode=\"online\",push_source=\"sales\"} 1",
            "feast_materialization_result_total{feature_view=\"profile\",status=\"success\"} 1",
            "feast_materialization_duration_seconds_bucket{feature_view=\"profile\",le=\"5\"} 1",
        })
        {
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
        }
    }

    private static OnlineFeaturesResponse Answer() => new(2, [Column("id", null, FieldStatus.Present, FieldStatus.Present), Column("a", new FeatureViewId("profile", 1), FieldStatus.Present, FieldStatus.NotFound), Column("b", new FeatureViewId("profile", 1), FieldStatus.Present, FieldStatus.Present)]);

    private static OnlineColumn Column(string name, FeatureViewId? view, params FieldStatus[] statuses) => new()
    {
        Name = name, Type = new DataType(ScalarType.Int64), View = view, Values = new Value[statuses.Length], Statuses = statuses, EventTimes = new Instant[statuses.Length],
    };

    // Others in this process tell of the same names.
    private string Own() => PrometheusText.Write([.. _collector.Collect().Where(collected => _meters.Made.Contains(collected.Instrument.Meter))]);

    private sealed class OwnMeters : IMeterFactory
    {
        internal List<Meter> Made { get; } = [];

        public Meter Create(MeterOptions options)
        {
            Made.Add(new Meter(options));
            return Made[^1];
        }

        public void Dispose() => Made.ForEach(static meter => meter.Dispose());
    }
}
