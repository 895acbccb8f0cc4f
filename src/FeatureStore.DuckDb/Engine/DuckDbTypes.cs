using Catalog.Core.Values;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>How the product's types are stored in DuckDB and in Parquet.</summary>
internal static class DuckDbTypes
{
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
