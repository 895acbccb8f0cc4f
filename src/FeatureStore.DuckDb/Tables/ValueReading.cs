using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tables;

/// <summary>Reads the values of a column as the product's values.</summary>
internal static class ValueReading
{
    /// <summary>The value of a row as <paramref name="type"/>, which the column's stored type must allow without conversion of text.</summary>
    internal static Value Read(DuckDbVector vector, int row, DataType type)
    {
        if (vector.IsNull(row))
        {
            return Value.Null;
        }

        return type.IsList ? ReadList(vector, row, type.Element) : type.Element switch
        {
            ScalarType.Bool => Value.Of(vector.GetBool(row)),
            ScalarType.Int32 => Value.Of((int)vector.GetInt64(row)),
            ScalarType.Int64 => Value.Of(vector.GetInt64(row)),
            ScalarType.Float => Value.Of(vector.GetFloat(row)),
            ScalarType.Double => Value.Of(vector.GetDouble(row)),
            ScalarType.String => Value.Of(vector.GetString(row)),
            ScalarType.Bytes => Value.Of(vector.GetBytes(row).ToArray()),
            ScalarType.Timestamp => Value.Of(new Instant(vector.GetMicroseconds(row))),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type of a column must be set."),
        };
    }

    /// <summary>
    /// The values of all rows of a chunk, row after row. Read column by column, since each column has to be looked up in the chunk.
    /// </summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="firstColumn">The first of the columns.</param>
    /// <param name="types">Their types.</param>
    /// <param name="rows">Receives the values; made anew where it is too short.</param>
    internal static void ReadRows(DuckDbChunk chunk, int firstColumn, ReadOnlySpan<DataType> types, ref Value[] rows)
    {
        if (rows.Length < chunk.RowCount * types.Length)
        {
            rows = new Value[chunk.RowCount * types.Length];
        }

        for (var column = 0; column < types.Length; column++)
        {
            var vector = chunk[firstColumn + column];
            for (var row = 0; row < chunk.RowCount; row++)
            {
                rows[(row * types.Length) + column] = Read(vector, row, types[column]);
            }
        }
    }

    /// <summary>The rows of a chunk that has event time, arrival time, sequence (all int64) and values from a column on.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="firstColumn">The column of the event time.</param>
    /// <param name="columns">The values.</param>
    internal static List<KeyRow> ReadKeyRows(DuckDbChunk chunk, int firstColumn, IReadOnlyList<ViewColumn> columns)
    {
        var times = chunk[firstColumn].Data<long>();
        var arrivals = chunk[firstColumn + 1].Data<long>();
        var sequences = chunk[firstColumn + 2].Data<long>();
        var rows = new List<KeyRow>(chunk.RowCount);
        for (var row = 0; row < chunk.RowCount; row++)
        {
            rows.Add(new KeyRow(new Instant(times[row]), new Instant(arrivals[row]), sequences[row], new Value[columns.Count]));
        }

        for (var column = 0; column < columns.Count; column++)
        {
            var vector = chunk[firstColumn + 3 + column];
            for (var row = 0; row < rows.Count; row++)
            {
                rows[row].Values[column] = Read(vector, row, columns[column].Type);
            }
        }

        return rows;
    }

    private static Value ReadList(DuckDbVector vector, int row, ScalarType type)
    {
        var elements = vector.Elements();
        var range = vector.GetList(row);
        var items = new Value[range.End.Value - range.Start.Value];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Read(elements, range.Start.Value + i, new DataType(type));
        }

        return Value.OfList(type, items);
    }
}
