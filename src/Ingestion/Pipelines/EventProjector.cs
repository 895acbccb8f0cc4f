using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Rows;
using Ingestion.Events;
using Ingestion.Ports;

namespace Ingestion.Pipelines;

/// <summary>
/// Turns events of a source into rows of a view. An event without an event time, or with a null join key, gives no row. Columns that an older version of the source did
/// not have, or had with another type, are null. What a row is made of can be given back, for the next one. Not thread-safe.
/// </summary>
internal sealed class EventProjector
{
    private readonly FeatureView _view;
    private readonly ProjectedColumn[] _features;

    // Event time first, then the join keys, then what the features read.
    private readonly EventColumns _columns;
    private readonly Stack<(Value[] Keys, Value[] Values)> _free = [];
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
        var places = columns.AsSpan(1, _view.Entities.Count);
        var time = EventColumns.Pick(values, columns[0]);
        if (time.IsNull || HasNull(values, places))
        {
            return null;
        }

        var (keys, row) = _free.TryPop(out var free) ? free : (new Value[places.Length], new Value[_features.Length]);
        EventColumns.Pick(values, places, keys);
        Compute(values, columns.AsSpan(1 + keys.Length), row);
        return new FeatureRow(keys, time.AsInstant(), head.ArrivalOf(record), record.Offset, row);
    }

    /// <summary>Takes back what rows are made of, which nobody may look at any more.</summary>
    internal void Reuse(IReadOnlyList<FeatureRow> rows)
    {
        foreach (var row in rows)
        {
            _free.Push((row.KeyValues, row.Values));
        }
    }

    /// <summary>Lets go of the memory that was taken back.</summary>
    internal void Trim()
    {
        _free.Clear();
        _free.TrimExcess();
    }

    private static bool HasNull(ReadOnlySpan<Value> values, ReadOnlySpan<int> places)
    {
        foreach (var place in places)
        {
            if (EventColumns.Pick(values, place).IsNull)
            {
                return true;
            }
        }

        return false;
    }

    private void Compute(ReadOnlySpan<Value> values, ReadOnlySpan<int> columns, Value[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var reads = columns[.._features[i].Reads.Count];
            row[i] = _features[i].Expression is { } expression ? expression.Evaluate(EventColumns.Pick(values, reads)) : EventColumns.Pick(values, reads[0]);
            columns = columns[reads.Length..];
        }
    }
}
