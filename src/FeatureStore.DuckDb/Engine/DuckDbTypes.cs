using Catalog.Core.Values;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>How the product's types are stored in DuckDB and in Parquet.</summary>
internal static class DuckDbTypes
{
    private const int DigitsThatADoubleKeeps = 15;

    /// <summary>The SQL type that holds values of <paramref name="type"/>.</summary>
    internal static string SqlName(DataType type)
    {
        var name = type.Element switch
        {
            ScalarType.Bool => "BOOLEAN",
            ScalarType.Int32 => "INTEGER",
            ScalarType.Int64 => "BIGINT",
            ScalarType.Float => "FLOAT",
            ScalarType.Double => "DOUBLE",
            ScalarType.String => "VARCHAR",
            ScalarType.Bytes => "BLOB",
            ScalarType.Timestamp => "TIMESTAMPTZ",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type of a column must be set."),
        };
        return type.IsList ? name + "[]" : name;
    }

    /// <summary>The type that values of a DuckDB column are read as; null when there is none.</summary>
    /// <remarks>
    /// Small integers become int32; unsigned ones the next wider type, uint64 int64 (a larger value is an error when it is read). A decimal of up to 15 digits
    /// becomes double, which keeps them; longer ones, 128-bit numbers, UUIDs, enums and times of day become text. A date becomes its midnight in UTC.
    /// </remarks>
    internal static DataType? DataTypeOf(DuckDbColumnType type)
    {
        if (type.Element is { } element)
        {
            return DataTypeOf(element) is { IsList: false } scalar ? scalar with { IsList = true } : null;
        }

        ScalarType? read = type.Id switch
        {
            DuckDbType.Boolean => ScalarType.Bool,
            DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.UTinyInt or DuckDbType.USmallInt => ScalarType.Int32,
            DuckDbType.BigInt or DuckDbType.UInteger or DuckDbType.UBigInt => ScalarType.Int64,
            DuckDbType.Float => ScalarType.Float,
            DuckDbType.Double => ScalarType.Double,
            DuckDbType.Decimal => type.Width <= DigitsThatADoubleKeeps ? ScalarType.Double : ScalarType.String,
            DuckDbType.VarChar or DuckDbType.HugeInt or DuckDbType.UHugeInt or DuckDbType.Uuid or DuckDbType.Enum or DuckDbType.Time
                or DuckDbType.SqlNull => ScalarType.String,
            DuckDbType.Blob => ScalarType.Bytes,
            DuckDbType.Timestamp or DuckDbType.TimestampTz or DuckDbType.TimestampSeconds or DuckDbType.TimestampMilliseconds
                or DuckDbType.TimestampNanoseconds or DuckDbType.Date => ScalarType.Timestamp,
            _ => null,
        };
        return read is { } found ? new DataType(found) : null;
    }

    internal static LogicalTypeHandle CreateLogicalType(DataType type)
    {
        var scalar = NativeMethods.duckdb_create_logical_type(ScalarId(type.Element));
        if (!type.IsList)
        {
            return scalar;
        }

        using (scalar)
        {
            return NativeMethods.duckdb_create_list_type(scalar);
        }
    }

    private static DuckDbType ScalarId(ScalarType type) => type switch
    {
        ScalarType.Bool => DuckDbType.Boolean,
        ScalarType.Int32 => DuckDbType.Integer,
        ScalarType.Int64 => DuckDbType.BigInt,
        ScalarType.Float => DuckDbType.Float,
        ScalarType.Double => DuckDbType.Double,
        ScalarType.String => DuckDbType.VarChar,
        ScalarType.Bytes => DuckDbType.Blob,
        ScalarType.Timestamp => DuckDbType.TimestampTz,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type of a column must be set."),
    };
}
