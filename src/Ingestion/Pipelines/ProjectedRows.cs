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

    /// <summary>Events that give no row.</summary>
    internal long Skipped { get; private set; }

    /// <summary>Newest event time of a row; null when there is none.</summary>
    internal Instant? NewestEventTime { get; private set; }

    /// <exception cref="IngestionException">An event cannot be decoded, or its version of the source is not known.</exception>
    internal static ProjectedRows Of(EventProjector projector, IReadOnlyList<LogRecord> records)
    {
        var rows = new ProjectedRows(records.Count);
        foreach (var record in records)
        {
            if (projector.Project(record, out var targets) is { } row)
            {
                rows.Add(row, targets);
            }
            else
            {
                rows.Skipped++;
            }
        }

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
