using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Rows;
using Ingestion.Events;
using Ingestion.Ports;

namespace Ingestion.Pipelines;

/// <summary>
/// Turns events of a source into rows of a view. An event without an event time, or with a null join key, gives no row. Columns that an older version of the source did
/// not have, or had with another type, are null. Not thread-safe.
/// </summary>
internal sealed class EventProjector
{
    private readonly FeatureView _view;
    private readonly ProjectedColumn[] _features;

    // Event time first, then the join keys, then what the features read.
    private readonly EventColumns _columns;
    private Value[] _values = [];

    /// <exception cref="FeatureStoreException">An expression of the view cannot be compiled; definitions that were applied can.</exception>
    internal EventProjector(FeatureView view, ISourceRegistry sources)
    {
        _view = view;
        _features = [.. new ViewColumns(view).All.Select(column => new ProjectedColumn(view, column))];
        ViewInput[] reads =
        [
            new(view.TimestampColumn, new DataType(ScalarType.Timestamp)), .. view.Entities.Select(static entity => new ViewInput(entity.JoinKey, entity.Type)),
            .. _features.SelectMany(static feature => feature.Reads),
        ];
        _columns = new EventColumns(sources, view.Source, reads, view.Id.ToString());
    }

    /// <summary>The row of an event; null when it gives none.</summary>
    /// <param name="record">The event.</param>
    /// <param name="targets">Which stores it goes to.</param>
    /// <exception cref="IngestionException">The event cannot be decoded, or its version of the source is not known.</exception>
    internal FeatureRow? Project(LogRecord record, out EventTargets targets)
    {
        EventPayload.Decode(record.Payload.Span, ref _values, out var head);
        var values = _values.AsSpan(0, head.ValueCount);
        targets = head.Targets;
        var columns = _columns.PlacesIn(head.SourceVersion);
        var time = EventColumns.Pick(values, columns[0]);
        var keys = EventColumns.Pick(values, columns.AsSpan(1, _view.Entities.Count));
        return time.IsNull || Array.Exists(keys, static key => key.IsNull)
            ? null
            : new FeatureRow(keys, time.AsInstant(), head.ArrivalOf(record), record.Offset, Compute(values, columns.AsSpan(1 + keys.Length)));
    }

    private Value[] Compute(ReadOnlySpan<Value> values, ReadOnlySpan<int> columns)
    {
        var row = new Value[_features.Length];
        for (var i = 0; i < row.Length; i++)
        {
            var reads = columns[.._features[i].Reads.Count];
            row[i] = _features[i].Expression is { } expression ? expression.Evaluate(EventColumns.Pick(values, reads)) : EventColumns.Pick(values, reads[0]);
            columns = columns[reads.Length..];
        }

        return row;
    }
}
