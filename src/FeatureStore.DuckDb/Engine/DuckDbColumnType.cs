using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>The type of a column as DuckDB holds it.</summary>
/// <param name="Id">Type id.</param>
/// <param name="Width">Digits of a decimal; 0 otherwise.</param>
/// <param name="Scale">Digits after the point of a decimal; 0 otherwise.</param>
/// <param name="Storage">How a decimal is stored; otherwise equal to <paramref name="Id"/>.</param>
/// <param name="Element">Type of the elements of a list; null otherwise.</param>
internal sealed record DuckDbColumnType(DuckDbType Id, byte Width, byte Scale, DuckDbType Storage, DuckDbColumnType? Element)
{
    /// <summary>Reads the description out of a logical type.</summary>
    internal static DuckDbColumnType From(LogicalTypeHandle type)
    {
        var id = NativeMethods.duckdb_get_type_id(type);
        switch (id)
        {
            case DuckDbType.Decimal:
                return new(
                    id, NativeMethods.duckdb_decimal_width(type), NativeMethods.duckdb_decimal_scale(type), NativeMethods.duckdb_decimal_internal_type(type), null);
            case DuckDbType.List:
                using (var element = NativeMethods.duckdb_list_type_child_type(type))
                {
                    return new(id, 0, 0, id, From(element));
                }

            default:
                return new(id, 0, 0, id, null);
        }
    }

    /// <inheritdoc />
    public override string ToString() => Id switch
    {
        DuckDbType.List => Element + "[]",
        DuckDbType.Decimal => $"DECIMAL({Width},{Scale})",
        DuckDbType.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbType.TimestampSeconds => "TIMESTAMP_S",
        DuckDbType.TimestampMilliseconds => "TIMESTAMP_MS",
        DuckDbType.TimestampNanoseconds => "TIMESTAMP_NS",
        _ => Id.ToString().ToUpperInvariant(),
    };
}
