using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;
using Ingestion.Contracts;
using Ingestion.Events;
using Ingestion.Ports;

namespace Ingestion.Pipelines;

/// <summary>
/// Turns events of a source into rows of a view. An event without an event time, or with a null join key, gives no row. Columns that an older version of the source did
/// not have are null. Not thread-safe.
/// </summary>
internal sealed class EventProjector(FeatureView view, ISourceRegistry sources)
{
    private readonly Dictionary<int, int[]> _columns = [];
    private Value[] _values = [];

    /// <summary>The row of an event; null when it gives none.</summary>
    /// <param name="record">The event.</param>
    /// <param name="targets">Which stores it goes to.</param>
    /// <exception cref="IngestionException">The event cannot be decoded, or its version of the source is not known.</exception>
    internal FeatureRow? Project(LogRecord record, out EventTargets targets)
    {
        EventPayload.Decode(record.Payload.Span, ref _values, out var head);
        var values = _values.AsSpan(0, head.ValueCount);
        targets = head.Targets;
        var columns = ColumnsOf(head.SourceVersion);
        var time = Pick(values, columns[0]);
        var keys = Pick(values, columns.AsSpan(1, view.Entities.Count));
        return time.IsNull || Array.Exists(keys, static key => key.IsNull)
            ? null
            : new FeatureRow(keys, time.AsInstant(), record.ArrivalTime, record.Offset, Pick(values, columns.AsSpan(1 + keys.Length)));
    }

    private static Value[] Pick(ReadOnlySpan<Value> values, ReadOnlySpan<int> columns)
    {
        var picked = new Value[columns.Length];
        for (var i = 0; i < picked.Length; i++)
        {
            picked[i] = Pick(values, columns[i]);
        }

        return picked;
    }

    private static Value Pick(ReadOnlySpan<Value> values, int column) => column < 0 || column >= values.Length ? Value.Null : values[column];

    private int[] ColumnsOf(int version) => _columns.TryGetValue(version, out var known) ? known : _columns[version] = FindColumns(version);

    // Event time first, then the join keys, then the features.
    private int[] FindColumns(int version)
    {
        var source = sources.FindSource(view.Source, version) ?? throw new IngestionException(
            IngestionErrorCode.SourceNotFound,
            $"Events for '{view.Id}' were written by version '{version}' of source '{view.Source}', which the catalogue does not know. Restore the catalogue's database that belongs to this log.");
        string[] names = [view.TimestampColumn, .. view.Entities.Select(static entity => entity.JoinKey), .. new ViewColumns(view).All.Select(static column => column.From ?? string.Empty)];
        return [.. names.Select(name => SourceColumns.IndexOf(source, name))];
    }
}
