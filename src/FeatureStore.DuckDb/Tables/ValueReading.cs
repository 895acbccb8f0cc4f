using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;

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
