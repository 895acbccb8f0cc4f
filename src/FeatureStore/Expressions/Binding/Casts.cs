using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Catalog.Core.Values;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>
/// CAST between scalar types. What cannot be converted is null: a text that is no number, a number outside of the type, bytes that are no UTF-8. A fraction is cut towards zero; a
/// timestamp is a whole number of seconds since 1970, cut towards the past.
/// </summary>
internal static class Casts
{
    internal static TypedNode Bind(TypedNode operand, CastNode node)
    {
        if (operand.Type is not { } from || from == node.Type)
        {
            return operand with { Type = Types.Widen(node.Type) };
        }

        var convert = Find(from, node.Type) ?? throw new ExpressionException(
            node.Position, node.Length, $"A value of type '{from}' cannot be converted to '{node.Type}'.");
        var evaluate = operand.Evaluate;
        return new TypedNode(Types.Widen(node.Type), row => evaluate(row) is { IsNull: false } value ? convert(value) : Value.Null, operand.Columns);
    }

    private static Func<Value, Value>? Find(DataType from, DataType to) => (from, to.Element) switch
    {
        ({ IsList: true }, _) => null,
        ({ Element: ScalarType.Bytes }, ScalarType.String) => static value => Utf8.IsValid(value.AsBytes()) ? Value.Of(Encoding.UTF8.GetString(value.AsBytes())) : Value.Null,
        (_, ScalarType.String) => static value => Value.Of(value.ToString()),
        ({ Element: ScalarType.String }, ScalarType.Int32) => static value => ToWhole(ReadWhole(value), int.MinValue, int.MaxValue),
        ({ Element: ScalarType.String }, ScalarType.Int64) => static value => ToWhole(ReadWhole(value), long.MinValue, long.MaxValue),
        ({ Element: ScalarType.String }, ScalarType.Double) => static value => Read(value) is { } number ? Value.Of(number) : Value.Null,
        ({ Element: ScalarType.String }, ScalarType.Float) => static value => Read(value) is { } number ? Narrow(number) : Value.Null,
        ({ Element: ScalarType.String }, ScalarType.Bool) => static value => bool.TryParse(value.AsString(), out var answer) ? Value.Of(answer) : Value.Null,
        ({ Element: ScalarType.String }, ScalarType.Timestamp) => static value => Instant.TryParse(value.AsString(), out var time) ? Value.Of(time) : Value.Null,
        ({ Element: ScalarType.String }, ScalarType.Bytes) => static value => Value.Of(Encoding.UTF8.GetBytes(value.AsString())),
        ({ IsNumeric: true }, ScalarType.Int32) => static value => ToWhole(Cut(value), int.MinValue, int.MaxValue),
        ({ IsNumeric: true }, ScalarType.Int64) => static value => ToWhole(Cut(value), long.MinValue, long.MaxValue),
        ({ IsNumeric: true }, ScalarType.Double) => static value => Value.Of(value.AsDouble()),
        ({ IsNumeric: true }, ScalarType.Float) => static value => Narrow(value.AsDouble()),
        ({ IsNumeric: true }, ScalarType.Bool) => static value => Value.Of(value.AsDouble() != 0),
        ({ Element: ScalarType.Int64 }, ScalarType.Timestamp) => static value => ToTime(value.AsInt64()),
        ({ Element: ScalarType.Bool }, ScalarType.Int32 or ScalarType.Int64) => static value => Value.Of(value.AsBool() ? 1L : 0L),
        ({ Element: ScalarType.Bool }, ScalarType.Double or ScalarType.Float) => static value => Value.Of(value.AsBool() ? 1.0 : 0.0),
        ({ Element: ScalarType.Timestamp }, ScalarType.Int64) => static value => Value.Of((value.AsInt64() / 1_000_000) - (value.AsInt64() % 1_000_000 < 0 ? 1 : 0)),
        _ => null,
    };

    private static Int128? ReadWhole(Value value)
        => Int128.TryParse(value.AsString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    // "1e999" is beyond a double and null; "Infinity" says what it is.
    private static double? Read(Value value)
        => double.TryParse(value.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && (double.IsFinite(number) || !value.AsString().AsSpan().ContainsAnyInRange('0', '9'))
            ? number
            : null;

    private static Value Narrow(double number) => float.IsInfinity((float)number) && double.IsFinite(number) ? Value.Null : Value.Of((double)(float)number);

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
