using System.Runtime.InteropServices;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.Serving;

namespace Catalog.Web.Http;

/// <summary>
/// An answer to a lookup as a table: a row for each entity row, in their order. First the join keys in the order of the request, then for each feature three columns: the value, null unless it is present;
/// <c>name__status</c>, the number of <see cref="FieldStatus"/>; <c>name__event_timestamp</c>, in microseconds, UTC. Not thread-safe.
/// </summary>
internal sealed class OnlineFeaturesTable(OnlineFeaturesResponse response, OnlineFeaturesSchema schema) : IArrowSource
{
    private const int MostOnStack = 512;

    private int _row;

    public IReadOnlyList<ArrowField> Fields => schema.Fields;

    public Task FillAsync(ArrowBatch batch, CancellationToken cancellationToken)
    {
        var rows = _row..Math.Min(_row + ArrowStream.MaxBatchRows, response.RowCount);
        var target = 0;
        foreach (var column in response.Columns)
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
        if (target.Type.Width == sizeof(long) && !statuses.ContainsAnyExcept(FieldStatus.Present))
        {
            AddWide(values, target);
            return;
        }

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

    /// <summary>Numbers and instants of 64 bits, none of which is null.</summary>
    private static void AddWide(ReadOnlySpan<Value> values, ArrowColumn target)
    {
        Span<long> bits = stackalloc long[Math.Min(values.Length, MostOnStack)];
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, bits.Length);
            for (var i = 0; i < count; i++)
            {
                bits[i] = values[i].Bits64;
            }

            target.AppendAll<long>(bits[..count]);
            values = values[count..];
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
