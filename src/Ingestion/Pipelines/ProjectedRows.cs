using Catalog.Core.Values;
using FeatureStore.Rows;
using Ingestion.Events;
using Ingestion.Ports;

namespace Ingestion.Pipelines;

/// <summary>The rows that a batch of events gives, by the store they go to. Can be used again for the next batch. Not thread-safe.</summary>
internal sealed class ProjectedRows
{
    private readonly List<FeatureRow> _all = [];
    private readonly List<FeatureRow> _online = [];
    private readonly List<FeatureRow> _offline = [];
    private bool _isSplit;

    /// <summary>Rows for the online store in log order.</summary>
    internal IReadOnlyList<FeatureRow> Online => _isSplit ? _online : _all;

    /// <summary>Rows for the offline store in log order; the same list where no row is for one of them only.</summary>
    internal IReadOnlyList<FeatureRow> Offline => _isSplit ? _offline : _all;

    /// <summary>What the events gave, from the sequence on that was asked for.</summary>
    internal ViewCounts Counts { get; private set; }

    /// <summary>Newest event time of a row; null when there is none.</summary>
    internal Instant? NewestEventTime { get; private set; }

    /// <summary>The rows of a batch.</summary>
    /// <param name="projector">Makes the rows.</param>
    /// <param name="records">The events in log order.</param>
    /// <param name="countFrom">Events before this sequence are not counted.</param>
    /// <exception cref="IngestionException">An event cannot be decoded, or its version of the source is not known.</exception>
    internal static ProjectedRows Of(EventProjector projector, IReadOnlyList<LogRecord> records, long countFrom)
    {
        var rows = new ProjectedRows();
        rows.Fill(projector, records, countFrom);
        return rows;
    }

    /// <summary>Holds the rows of another batch; those before are forgotten.</summary>
    /// <inheritdoc cref="Of"/>
    internal void Fill(EventProjector projector, IReadOnlyList<LogRecord> records, long countFrom)
    {
        Clear();
        var (events, given, skipped) = (0, 0, 0);
        foreach (var record in records)
        {
            var row = projector.Project(record, out var targets);
            if (row is not null)
            {
                Add(row.Value, targets);
            }

            if (record.Offset >= countFrom)
            {
                events++;
                given += row is not null && targets != EventTargets.None ? 1 : 0;
                skipped += row is null ? 1 : 0;
            }
        }

        Counts = new ViewCounts(events, given, skipped);
    }

    /// <summary>Gives the rows back to who made them, once nobody looks at them any more.</summary>
    internal void GiveBack(EventProjector projector)
    {
        projector.Reuse(_all);
        Clear();
    }

    /// <summary>Lets go of the memory of rows that were there.</summary>
    internal void Trim()
    {
        foreach (var list in (List<FeatureRow>[])[_all, _online, _offline])
        {
            list.TrimExcess();
        }
    }

    private void Clear()
    {
        _all.Clear();
        _online.Clear();
        _offline.Clear();
        (_isSplit, NewestEventTime) = (false, null);
    }

    private void Add(FeatureRow row, EventTargets targets)
    {
        if (targets != EventTargets.Both && !_isSplit)
        {
            _online.AddRange(_all);
            _offline.AddRange(_all);
            _isSplit = true;
        }

        _all.Add(row);
        if (_isSplit && targets.HasFlag(EventTargets.Online))
        {
            _online.Add(row);
        }

        if (_isSplit && targets.HasFlag(EventTargets.Offline))
        {
            _offline.Add(row);
        }

        if (targets != EventTargets.None && !(NewestEventTime >= row.EventTime))
        {
            NewestEventTime = row.EventTime;
        }
    }
}
