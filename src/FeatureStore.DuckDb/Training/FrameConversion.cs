using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Expressions that turn a column of an entity frame into the type of a join key or request value, or into a time. They give null for a value that does not fit, never
/// another value: <c>17850.6</c> is no whole number here. The text <c>17850.0</c> is one, since pandas writes a column of whole numbers with a missing one in that way.
/// </summary>
internal static class FrameConversion
{
    private const string LargestWholeDouble = "9007199254740992";

    private const string Number = @"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*";
    private const string WholeNumber = @"\s*[+-]?[0-9]+(\.0*)?\s*";

    // DuckDB's cast also takes 'epoch', 'infinity', eras and offsets that no place on Earth has.
    private const string Time = @"\s*[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]*)?)?)?\s*";
    private const string Zone = @"([Zz]|[+-](0?[0-9]|1[0-8])(:?[0-5][0-9]){0,2}|[A-Za-z][A-Za-z0-9_/+-]+)\s*";

    private const string NoNumber = @"\s*[+-]?(?i:nan|infinity)\s*";

    /// <summary>The column as <paramref name="target"/>; null when no value of such a column could ever fit.</summary>
    internal static string? To(DataType target, string column, DuckDbColumnType stored) => target switch
    {
        { IsList: true } => stored.Element is { } element ? ToList(target.Element, column, element) : null,
        { Element: ScalarType.Bool } => ToFlag(column, stored.Id),
        { Element: ScalarType.Float or ScalarType.Double } => ToFloating(DuckDbTypes.SqlName(target), column, stored.Id),
        { Element: ScalarType.Timestamp, IsList: false } => ToMicroseconds(column, stored) is { } time ? $"make_timestamptz({time})" : null,
        { Element: ScalarType.Int32 or ScalarType.Int64, IsList: false } => ToWholeNumber(DuckDbTypes.SqlName(target), column, stored.Id),
        { Element: ScalarType.String, IsList: false } => ToText(column, stored.Id),
        { Element: ScalarType.Bytes, IsList: false } => stored.Id == DuckDbType.Blob ? column : null,
        _ => null,
    };

    /// <summary>The column as microseconds since 1970 in UTC, cut towards the past; null when it holds no times. Text without an offset is UTC.</summary>
    internal static string? ToMicroseconds(string column, DuckDbColumnType stored) => stored.Id switch
    {
        // To the cast with a zone, text without one is in the zone that the text before it named.
        DuckDbType.VarChar => $"CASE WHEN regexp_full_match({column}, '{Time}') THEN epoch_us(TRY_CAST(trim({column}) AS TIMESTAMP)) "
            + $"WHEN regexp_full_match({column}, '{Time}{Zone}') THEN epoch_us(TRY_CAST(trim({column}) AS TIMESTAMPTZ)) END",
        DuckDbType.TimestampNanoseconds => $"CASE WHEN isfinite({column}) THEN (epoch_ns({column}) - (epoch_ns({column}) % 1000 + 1000) % 1000) // 1000 END",
        DuckDbType.Timestamp or DuckDbType.TimestampTz or DuckDbType.TimestampSeconds or DuckDbType.TimestampMilliseconds or DuckDbType.Date
            => $"CASE WHEN isfinite({column}) THEN epoch_us({column}) END",
        _ => null,
    };

    private static string? ToWholeNumber(string type, string column, DuckDbType stored) => stored switch
    {
        DuckDbType.VarChar => $"CASE WHEN regexp_full_match({column}, '{WholeNumber}') THEN TRY_CAST(split_part({column}, '.', 1) AS {type}) END",
        DuckDbType.Float or DuckDbType.Double
            => $"CASE WHEN {column} = trunc({column}) AND abs({column}) <= {LargestWholeDouble} THEN TRY_CAST({column} AS {type}) END",
        DuckDbType.Decimal => $"CASE WHEN {column} = trunc({column}) THEN TRY_CAST({column} AS {type}) END",
        _ when IsWhole(stored) => $"TRY_CAST({column} AS {type})",
        _ => null,
    };

    /// <summary>A list in which an item does not fit is null as a whole.</summary>
    private static string? ToList(ScalarType target, string column, DuckDbColumnType stored) => To(new DataType(target), "item", stored) is { } item
        ? $"CASE WHEN len(list_filter({column}, lambda item: item IS NOT NULL AND ({item}) IS NULL)) = 0 THEN list_transform({column}, lambda item: {item}) END"
        : null;

    private static string? ToFlag(string column, DuckDbType stored) => stored switch
    {
        DuckDbType.Boolean => column,
        DuckDbType.VarChar => $"CASE lower(trim({column})) WHEN 'true' THEN true WHEN 'false' THEN false END",
        _ => null,
    };

    /// <summary>Whole numbers that a double cannot hold are refused, as a lookup refuses them.</summary>
    private static string? ToFloating(string type, string column, DuckDbType stored) => stored switch
    {
        DuckDbType.Float or DuckDbType.Double or DuckDbType.Decimal => $"TRY_CAST({column} AS {type})",
        DuckDbType.VarChar => $"CASE WHEN regexp_full_match({column}, '{NoNumber}') OR (regexp_full_match({column}, '{Number}') AND isfinite(TRY_CAST({column} AS DOUBLE))) " +
            $"THEN TRY_CAST(TRY_CAST({column} AS DOUBLE) AS {type}) END",
        _ when IsWhole(stored) => $"CASE WHEN {column} BETWEEN -{LargestWholeDouble} AND {LargestWholeDouble} THEN TRY_CAST({column} AS {type}) END",
        _ => null,
    };

    private static string? ToText(string column, DuckDbType stored) => stored switch
    {
        DuckDbType.VarChar => column,
        DuckDbType.Uuid or DuckDbType.Enum => $"CAST({column} AS VARCHAR)",
        _ when IsWhole(stored) => $"CAST({column} AS VARCHAR)",
        _ => null,
    };

    private static bool IsWhole(DuckDbType type) => type
        is DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.BigInt or DuckDbType.HugeInt
        or DuckDbType.UTinyInt or DuckDbType.USmallInt or DuckDbType.UInteger or DuckDbType.UBigInt or DuckDbType.UHugeInt;
}
