using System.Globalization;
using Catalog.Core.Values;

namespace Catalog.Web.Formatting;

/// <summary>
/// How the portal writes values of features, with a real minus sign: <see cref="Shown"/> in cells and sentences, where 224.95000000000002 reads 224.95, and <see cref="Text"/>, all digits as they are stored, as
/// the title of what is shown. Answers and downloads have all digits always.
/// </summary>
public static class Values
{
    /// <summary>Written for null.</summary>
    public const string Null = "null";

    /// <summary>A value with all its digits; <c>null</c> for null, <c>""</c> for an empty text.</summary>
    public static string Text(Value value, Instant now) => value switch
    {
        { IsNull: true } => Null,
        { Type.IsList: true } => string.Join(", ", value.AsList().Select(item => Text(item, now))),
        { Type.Element: ScalarType.Double } => Numbers.Stored(value.AsDouble()),
        { Type.Element: ScalarType.Float } => Numbers.Stored(value.AsFloat()),
        { Type.Element: ScalarType.Int32 or ScalarType.Int64 } => value.AsInt64().ToString(CultureInfo.InvariantCulture).Replace('-', '−'),
        { Type.Element: ScalarType.Timestamp } => Times.Exact(value.AsInstant(), now),
        _ => value.ToString() is { Length: > 0 } text ? text : "\"\"",
    };

    /// <summary>A value as people read it: doubles with at most fifteen digits, everything else as <see cref="Text"/>.</summary>
    public static string Shown(Value value, Instant now) => value switch
    {
        { IsNull: true } => Null,
        { Type.IsList: true } => string.Join(", ", value.AsList().Select(item => Shown(item, now))),
        { Type.Element: ScalarType.Double } => Numbers.Readable(value.AsDouble()),
        _ => Text(value, now),
    };

    /// <summary>A statistic of values of a type: whole numbers without and others with two decimals, timestamps as times, lists and bytes as lengths.</summary>
    public static string Statistic(double number, DataType type, Instant now) => type switch
    {
        { IsList: true } or { Element: ScalarType.Bytes } or { Element: ScalarType.Int32 or ScalarType.Int64 } when Math.Abs(number) < 1e15 && number == Math.Truncate(number)
            => Numbers.Count((long)number),
        { IsList: false, Element: ScalarType.Timestamp } => Times.Minute(new Instant((long)number), now),
        _ => Numbers.Statistic(number),
    };
}
