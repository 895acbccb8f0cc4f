using Catalog.Core.Values;
using FeatureStore.Rows;
using Ingestion.Events;
using Ingestion.Ports;

namespace Ingestion.Pipelines;

/// <summary>The rows that a batch of events gives, by the store they go to.</summary>
internal sealed class ProjectedRows
{
    private readonly List<FeatureRow> _online;
    private readonly List<FeatureRow> _offline;

    private ProjectedRows(int capacity) => (_online, _offline) = (new(capacity), new(capacity));

    internal IReadOnlyList<FeatureRow> Online => _online;

    internal IReadOnlyList<FeatureRow> Offline => _offline;

    /// <summary>What the events gave, from the sequence on that was asked for.</summary>
    internal ViewCounts Counts { get; private set; }

    /// <summary>Newest event time of a row; null when there is none.</summary>
    internal Instant? NewestEventTime { get; private set; }

    /// <param name="projector">Makes the rows.</param>
    /// <param name="records">The events in log order.</param>
    /// <param name="countFrom">Events before this sequence are not counted.</param>
    /// <exception cref="IngestionException">An event cannot be decoded, or its version of the source is not known.</exception>
    internal static ProjectedRows Of(EventProjector projector, IReadOnlyList<LogRecord> records, long countFrom)
    {
        var rows = new ProjectedRows(records.Count);
        var (events, given, skipped) = (0, 0, 0);
        foreach (var record in records)
        {
            var row = projector.Project(record, out var targets);
            if (row is not null)
            {
                rows.Add(row.Value, targets);
            }

            if (record.Offset >= countFrom)
            {
                events++;
                given += row is not null && targets != EventTargets.None ? 1 : 0;
                skipped += row is null ? 1 : 0;
            }
        }

        rows.Counts = new ViewCounts(events, given, skipped);
        return rows;
    }

    private void Add(FeatureRow row, EventTargets targets)
    {
        if (targets.HasFlag(EventTargets.Online))
        {
            _online.Add(row);
        }

        if (targets.HasFlag(EventTargets.Offline))
        {
            _offline.Add(row);
        }

        if (targets != EventTargets.None && !(NewestEventTime >= row.EventTime))
        {
            NewestEventTime = row.EventTime;
        }
    }
}
