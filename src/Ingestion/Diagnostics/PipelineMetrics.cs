using System.Diagnostics.Metrics;
using Catalog.Core.Values;
using Ingestion.Captures;
using Ingestion.Pipelines;
using Ingestion.Topics;
using Microsoft.Extensions.Hosting;

namespace Ingestion.Diagnostics;

/// <summary>
/// How far the writers of views and the readers of topics are, meter <c>Ingestion</c>. Where several processes share the work, each of them tells of all partitions that it knows of, so
/// that the largest value of a series counts and not the sum.
/// </summary>
internal sealed class PipelineMetrics : IHostedService, IDisposable
{
    internal const string MeterName = "Ingestion";

    private readonly IPipelineStatuses _pipelines;
    private readonly ITopicStatuses _topics;
    private readonly ICaptureStatuses _captures;
    private readonly Meter _meter;

    public PipelineMetrics(IPipelineStatuses pipelines, ITopicStatuses topics, ICaptureStatuses captures, TimeProvider clock, IMeterFactory? meters = null)
    {
        (_pipelines, _topics, _captures) = (pipelines, topics, captures);
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _meter.CreateObservableGauge("catalog.pipeline.lag", () => OfViews(static status => status.Lag), "{event}", "Events of the log that the writer of a view has not read yet.");
        _meter.CreateObservableGauge("catalog.pipeline.position", () => OfViews(static status => status.Position), "{event}", "The next sequence that the writer of a view reads.");
        _meter.CreateObservableGauge(
            "catalog.pipeline.durable_position", () => OfViews(static status => status.DurablePosition), "{event}", "One past the last sequence that is durable online and offline.");
        _meter.CreateObservableGauge(
            "catalog.pipeline.newest_event_time", NewestEventTimes, "s", "Newest event time that the writer of a view has written, in seconds since 1970 in UTC; absent before the first.");
        _meter.CreateObservableGauge(
            "feast.feature_freshness", () => Freshness(Instant.Now(clock)), "s", "Seconds since the newest event that the writer of a view has written, as Feast's feature server names it; absent before the first.");
        _meter.CreateObservableGauge(
            "catalog.pipeline.failing", () => OfViews(static status => status.State == PipelineState.Failing ? 1 : 0), null, "1 while the writer of a view fails and tries again, else 0.");
        _meter.CreateObservableGauge("catalog.topic.lag", () => OfTopics(static status => status.Lag), "{record}", "Offsets of a topic that were not read into its source yet.");
        _meter.CreateObservableGauge("catalog.topic.missed", () => OfTopics(static status => status.Missed), "{record}", "Offsets of a topic that its brokers did not keep until they were read.");
        _meter.CreateObservableGauge(
            "catalog.topic.failing", () => OfTopics(static status => status.State == PipelineState.Failing ? 1 : 0), null, "1 while a topic cannot be read, else 0.");
        AddCaptures();
    }

    /// <summary>Being made is all that it does.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private void AddCaptures()
    {
        _meter.CreateObservableGauge(
            "catalog.capture.failing", () => OfCaptures(static status => status.State == PipelineState.Failing ? 1 : 0), null, "1 while a table cannot be captured, else 0.");
        _meter.CreateObservableGauge(
            "catalog.capture.lag", () => OfCaptures(static status => status.Figures.LagBytes), "By", "Bytes of the database's log that were written since the source last confirmed.");
        _meter.CreateObservableGauge(
            "catalog.capture.retained", () => OfCaptures(static status => status.Figures.RetainedBytes), "By", "Bytes of its log that the database keeps for the slot of a source.");
        _meter.CreateObservableGauge("catalog.capture.snapshot_rows", () => OfCaptures(static status => status.Figures.SnapshotRows), "{row}", "Rows that were read in the snapshot of a table.");
        _meter.CreateObservableGauge(
            "catalog.capture.left_slot.retained",
            () => _captures.LeftSlots.Select(static slot => new Measurement<long>(
                slot.RetainedBytes ?? 0, new KeyValuePair<string, object?>("catalog.connection", slot.Connection), new KeyValuePair<string, object?>("catalog.slot", slot.Slot))),
            "By",
            "Bytes of its log that a database keeps for a slot that no source reads any more.");
    }

    private IEnumerable<Measurement<long>> OfCaptures(Func<CaptureStatus, long?> read)
        => from status in _captures.Captures
           let value = read(status)
           where value is not null
           select new Measurement<long>(
               value.GetValueOrDefault(), // Filtered to those that have one.
               new KeyValuePair<string, object?>("catalog.source", status.Source),
               new KeyValuePair<string, object?>("catalog.table", status.Capture.Table));

    private IEnumerable<Measurement<long>> OfViews(Func<PipelineStatus, long> read) => _pipelines.Statuses.Select(status => new Measurement<long>(read(status), TagsOf(status)));

    private IEnumerable<Measurement<long>> OfTopics(Func<TopicStatus, long> read) => _topics.Statuses.Select(status => new Measurement<long>(
        read(status),
        new KeyValuePair<string, object?>("catalog.source", status.Source),
        new KeyValuePair<string, object?>("messaging.destination.partition.id", status.Partition)));

    private IEnumerable<Measurement<double>> NewestEventTimes()
        => from status in _pipelines.Statuses
           where status.NewestEventTime is not null
           select new Measurement<double>(Seconds(status.NewestEventTime.GetValueOrDefault()), TagsOf(status)); // Filtered to those that have one.

    private IEnumerable<Measurement<double>> Freshness(Instant now)
        => from status in _pipelines.Statuses
           where status.NewestEventTime is not null
           group status.NewestEventTime.GetValueOrDefault() by status.View.Name into view // Filtered to those that have one.
           select new Measurement<double>(Seconds(now) - Seconds(view.Max()), new KeyValuePair<string, object?>("feature_view", view.Key));

    private static double Seconds(Instant instant) => instant.UnixMicroseconds / 1e6;

    private static KeyValuePair<string, object?>[] TagsOf(PipelineStatus status) =>
    [
        new("catalog.view", status.View.Name),
        new("catalog.view.version", status.View.Version),
        new("catalog.source", status.Source),
        new("catalog.partition", status.Partition),
    ];
}
