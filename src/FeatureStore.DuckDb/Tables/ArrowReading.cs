using Catalog.Core.Arrow;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Tables;

/// <summary>Reads the values of a column as Arrow has them. Most are stored alike and copied.</summary>
internal static class ArrowReading
{
    /// <summary>The counterpart of a type; null when there is none.</summary>
    internal static ArrowType? TypeOf(DuckDbColumnType type) => type.Id switch
    {
        DuckDbType.Boolean => new ArrowType(ArrowKind.Bool),
        DuckDbType.TinyInt => new ArrowType(ArrowKind.Int8),
        DuckDbType.SmallInt => new ArrowType(ArrowKind.Int16),
        DuckDbType.Integer => new ArrowType(ArrowKind.Int32),
        DuckDbType.BigInt => new ArrowType(ArrowKind.Int64),
        DuckDbType.UTinyInt => new ArrowType(ArrowKind.UInt8),
        DuckDbType.USmallInt => new ArrowType(ArrowKind.UInt16),
        DuckDbType.UInteger => new ArrowType(ArrowKind.UInt32),
        DuckDbType.UBigInt => new ArrowType(ArrowKind.UInt64),
        DuckDbType.Float => new ArrowType(ArrowKind.Float),
        DuckDbType.Double => new ArrowType(ArrowKind.Double),
        DuckDbType.Decimal => new ArrowType(ArrowKind.Decimal) { Precision = type.Width, Scale = type.Scale },
        DuckDbType.VarChar => new ArrowType(ArrowKind.Text),
        DuckDbType.Blob => new ArrowType(ArrowKind.Bytes),
        DuckDbType.Date => new ArrowType(ArrowKind.Date),
        DuckDbType.Timestamp => new ArrowType(ArrowKind.Timestamp),
        DuckDbType.TimestampTz => new ArrowType(ArrowKind.Timestamp) { TimeZone = "UTC" },
        DuckDbType.TimestampNanoseconds => new ArrowType(ArrowKind.Timestamp) { Unit = ArrowTimeUnit.Nanosecond },
        DuckDbType.List when type.Element is { } element && TypeOf(element) is { } items => new ArrowType(ArrowKind.List) { Element = items },
        _ => null,
    };

    /// <summary>Adds the values of some rows to a column of the counterpart of their type.</summary>
    internal static void Append(DuckDbVector vector, int first, int count, ArrowColumn column)
    {
        switch (column.Type)
        {
            case { Kind: ArrowKind.Bool }:
                AppendFlags(vector, first, count, column);
                break;
            case { Kind: ArrowKind.Text or ArrowKind.Bytes }:
                AppendBytes(vector, first, count, column);
                break;
            case { Kind: ArrowKind.Decimal }:
                AppendDecimals(vector, first, count, column);
                break;
            case { Kind: ArrowKind.List }:
                AppendLists(vector, first, count, column);
                break;
            case { Width: sizeof(byte) }:
                AppendFixed<byte>(vector, first, count, column);
                break;
            case { Width: sizeof(short) }:
                AppendFixed<short>(vector, first, count, column);
                break;
            case { Width: sizeof(int) }:
                AppendFixed<int>(vector, first, count, column);
                break;
            default:
                AppendFixed<long>(vector, first, count, column);
                break;
        }
    }

    private static void AppendFixed<T>(DuckDbVector vector, int first, int count, ArrowColumn column)
        where T : unmanaged
    {
        var values = vector.Data<T>().Slice(first, count);
        if (vector.HasNoNulls)
        {
            column.AppendAll(values);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            if (vector.IsNull(first + i))
            {
                column.AppendNull();
            }
            else
            {
                column.Append(values[i]);
            }
        }
    }

    private static void AppendFlags(DuckDbVector vector, int first, int count, ArrowColumn column)
    {
        for (var row = first; row < first + count; row++)
        {
            if (vector.IsNull(row))
            {
                column.AppendNull();
            }
            else
            {
                column.Append(vector.GetBool(row));
            }
        }
    }

    private static void AppendBytes(DuckDbVector vector, int first, int count, ArrowColumn column)
    {
        for (var row = first; row < first + count; row++)
        {
            if (vector.IsNull(row))
            {
                column.AppendNull();
            }
            else
            {
                column.Append(vector.GetBytes(row));
            }
        }
    }

    private static void AppendDecimals(DuckDbVector vector, int first, int count, ArrowColumn column)
    {
        for (var row = first; row < first + count; row++)
        {
            if (vector.IsNull(row))
            {
                column.AppendNull();
            }
            else
            {
                column.Append(vector.GetUnscaled(row));
            }
        }
    }

    private static void AppendLists(DuckDbVector vector, int first, int count, ArrowColumn column)
    {
        var elements = vector.Elements();
        var target = column.Elements!; // A list column always has them.
        for (var row = first; row < first + count; row++)
        {
            if (vector.IsNull(row))
            {
                column.AppendNull();
                continue;
            }

            var range = vector.GetList(row);
            Append(elements, range.Start.Value, range.End.Value - range.Start.Value, target);
            column.AppendList();
        }
    }
}
