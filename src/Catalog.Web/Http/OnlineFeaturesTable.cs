using System.Runtime.InteropServices;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.Serving;

namespace Catalog.Web.Http;

/// <summary>
/// An answer to a lookup as a table: a row for each entity row, in their order. First the join keys in the order of the request, then for each feature three columns: the value, null unless it is present;
/// <c>name__status</c>, the number of <see cref="FieldStatus"/>; <c>name__event_timestamp</c>, in microseconds, UTC. Not thread-safe.
/// </summary>
internal sealed class OnlineFeaturesTable : IArrowSource
{
    /// <summary>What the name of a feature is followed by in that of its status.</summary>
    internal const string StatusSuffix = "__status";

    /// <summary>What the name of a feature is followed by in that of its event time.</summary>
    internal const string EventTimeSuffix = "__event_timestamp";

    private static readonly ArrowType Status = new(ArrowKind.UInt8);
    private static readonly ArrowType EventTime = ArrowType.Of(new DataType(ScalarType.Timestamp));

    private readonly OnlineFeaturesResponse _response;
    private int _row;

    internal OnlineFeaturesTable(OnlineFeaturesResponse response)
    {
        _response = response;
        var fields = new List<ArrowField>(response.Columns.Count * 3);
        foreach (var column in response.Columns)
        {
            fields.Add(new ArrowField(column.Name, ArrowType.Of(column.Type)));
            if (column.View is not null)
            {
                fields.Add(new ArrowField(column.Name + StatusSuffix, Status));
                fields.Add(new ArrowField(column.Name + EventTimeSuffix, EventTime));
            }
        }

        Fields = fields;
    }

    public IReadOnlyList<ArrowField> Fields { get; }

    public Task FillAsync(ArrowBatch batch, CancellationToken cancellationToken)
    {
        var rows = _row..Math.Min(_row + ArrowStream.MaxBatchRows, _response.RowCount);
        var target = 0;
        foreach (var column in _response.Columns)
        {
            AddValues(column, rows, batch.Columns[target++]);
            if (column.View is not null)
            {
                batch.Columns[target++].AppendAll<byte>(MemoryMarshal.Cast<FieldStatus, byte>(column.Statuses.AsSpan(rows)));
                batch.Columns[target++].AppendAll<long>(MemoryMarshal.Cast<Instant, long>(column.EventTimes.AsSpan(rows)));
            }
        }

        _row = rows.End.Value;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // It holds nothing but the answer.
    }

    private static void AddValues(OnlineColumn column, Range rows, ArrowColumn target)
    {
        var values = column.Values.AsSpan(rows);
        var statuses = column.Statuses.AsSpan(rows);
        for (var row = 0; row < values.Length; row++)
        {
            if (statuses[row] == FieldStatus.Present)
            {
                Add(values[row], target);
            }
            else
            {
                target.AppendNull();
            }
        }
    }

    private static void Add(in Value value, ArrowColumn target)
    {
        if (value.IsNull)
        {
            target.AppendNull();
        }
        else if (value.Type.IsList)
        {
            foreach (var item in value.AsList())
            {
                Add(item, target.Elements!); // A column of lists has one.
            }

            target.AppendList();
        }
        else
        {
            AddScalar(value, target);
        }
    }

    private static void AddScalar(in Value value, ArrowColumn target)
    {
        switch (value.Type.Element)
        {
            case ScalarType.Bool:
                target.Append(value.AsBool());
                break;
            case ScalarType.String:
                target.AppendText(value.AsString());
                break;
            case ScalarType.Bytes:
                target.Append(value.AsBytes());
                break;
            case ScalarType.Int32 or ScalarType.Float:
                target.Append(value.Bits32);
                break;
            default:
                target.Append(value.Bits64);
                break;
        }
    }
}
