using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>
/// CAST between scalar types. What cannot be converted is null: a text that is no number, a number outside of the type. A fraction is cut towards zero; a timestamp is a whole number of
/// seconds since 1970, cut towards the past.
/// </summary>
internal static class Casts
{
    internal static TypedNode Bind(TypedNode operand, CastNode node)
    {
        if (operand.Type is not { } from || from == node.Type)
        {
            return operand with { Type = node.Type };
        }

        var convert = Find(from, node.Type) ?? throw new ExpressionException(
            node.Position, node.Length, $"A value of type '{from}' cannot be converted to '{node.Type}'.");
        var evaluate = operand.Evaluate;
        return new TypedNode(Widen(node.Type), row => evaluate(row) is { IsNull: false } value ? convert(value) : Value.Null, operand.Columns);
    }

    // Within expressions there is one width of whole and one of floating numbers.
    private static DataType Widen(DataType type) => type.Element switch
    {
        ScalarType.Int32 => Types.Int64,
        ScalarType.Float => Types.Double,
        _ => type,
    };

    private static Func<Value, Value>? Find(DataType from, DataType to) => (from, to.Element) switch
    {
        ({ IsList: true }, _) => null,
        (_, ScalarType.String) => static value => Value.Of(value.ToString()),
        ({ Element: ScalarType.String }, ScalarType.Int32) => static value => ToWhole(ReadWhole(value), int.MinValue, int.MaxValue),
        ({ Element: ScalarType.String }, ScalarType.Int64) => static value => ToWhole(ReadWhole(value), long.MinValue, long.MaxValue),
        ({ Element: ScalarType.String }, ScalarType.Double) => static value => Read(value) is { } number ? Value.Of(number) : Value.Null,
        ({ Element: ScalarType.String }, ScalarType.Float) => static value => Read(value) is { } number ? Value.Of((double)(float)number) : Value.Null,
        ({ Element: ScalarType.String }, ScalarType.Bool) => static value => value.AsString() switch { "true" => Value.Of(true), "false" => Value.Of(false), _ => Value.Null },
        ({ Element: ScalarType.String }, ScalarType.Timestamp) => static value => Instant.TryParse(value.AsString(), out var time) ? Value.Of(time) : Value.Null,
        ({ Element: ScalarType.String }, ScalarType.Bytes) => static value => Value.Of(System.Text.Encoding.UTF8.GetBytes(value.AsString())),
        ({ IsNumeric: true }, ScalarType.Int32) => static value => ToWhole(Cut(value), int.MinValue, int.MaxValue),
        ({ IsNumeric: true }, ScalarType.Int64) => static value => ToWhole(Cut(value), long.MinValue, long.MaxValue),
        ({ IsNumeric: true }, ScalarType.Double) => static value => Value.Of(value.AsDouble()),
        ({ IsNumeric: true }, ScalarType.Float) => static value => Value.Of((double)(float)value.AsDouble()),
        ({ IsNumeric: true }, ScalarType.Bool) => static value => Value.Of(value.AsDouble() != 0),
        ({ Element: ScalarType.Int64 }, ScalarType.Timestamp) => static value => ToTime(value.AsInt64()),
        ({ Element: ScalarType.Bool }, ScalarType.Int32 or ScalarType.Int64) => static value => Value.Of(value.AsBool() ? 1L : 0L),
        ({ Element: ScalarType.Bool }, ScalarType.Double or ScalarType.Float) => static value => Value.Of(value.AsBool() ? 1.0 : 0.0),
        ({ Element: ScalarType.Timestamp }, ScalarType.Int64) => static value => Value.Of((long)Math.Floor(value.AsInt64() / 1_000_000m)),
        _ => null,
    };

    private static Int128? ReadWhole(Value value)
        => Int128.TryParse(value.AsString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Read(Value value)
        => double.TryParse(value.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Int128? Cut(Value value)
    {
        if (value.Type.Element is ScalarType.Int32 or ScalarType.Int64)
        {
            return value.AsInt64();
        }

        var number = Math.Truncate(value.AsDouble());
        return Math.Abs(number) < 1e30 ? (Int128)number : null;
    }

    private static Value ToWhole(Int128? number, long least, long most) => number is { } known && known >= least && known <= most ? Value.Of((long)known) : Value.Null;

    private static Value ToTime(long seconds)
        => seconds >= Instant.MinValue.UnixMicroseconds / 1_000_000 && seconds <= Instant.MaxValue.UnixMicroseconds / 1_000_000 ? Value.Of(new Instant(seconds * 1_000_000)) : Value.Null;
}
