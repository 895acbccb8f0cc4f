using Catalog.Core.Values;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>
/// Sums, products and remainders. Whole numbers stay whole except in <c>/</c>, which always gives a double. What cannot be computed is null: a whole result
/// beyond 64 bits, a division by zero, finite numbers whose result is beyond a double. One such event must not stop the others.
/// </summary>
internal static class Arithmetic
{
    internal static TypedNode Sign(UnaryNode node, TypedNode operand)
    {
        if (node.Operator == "+" || operand.Type is null)
        {
            return operand;
        }

        var evaluate = operand.Evaluate;
        return operand.IsWhole
            ? new TypedNode(Types.Int64, row => evaluate(row) is { IsNull: false } value && value.AsInt64() != long.MinValue ? Value.Of(-value.AsInt64()) : Value.Null, operand.Columns)
            : new TypedNode(Types.Double, row => evaluate(row) is { IsNull: false } value ? Value.Of(-value.AsDouble()) : Value.Null, operand.Columns);
    }

    internal static TypedNode Bind(BinaryNode node, TypedNode left, TypedNode right)
    {
        if (node.Operator == "-" && left.Type == Types.Time && right.Type == Types.Time)
        {
            return Of(Types.Double, left, right, static (later, earlier) => Value.Of((double)((Int128)later.AsInt64() - earlier.AsInt64()) / 1_000_000));
        }

        if (!left.IsNumber || !right.IsNumber)
        {
            throw new ExpressionException(
                node.Position, node.Length,
                $"'{node.Operator}' takes numbers{(node.Operator == "-" ? ", or two timestamps (which gives seconds)" : string.Empty)}; here stand '{left.Words}' and '{right.Words}'.{Advice(node, left, right)}");
        }

        var whole = (left.IsWhole || left.Type is null) && (right.IsWhole || right.Type is null) && node.Operator != "/";
        return whole ? Of(Types.Int64, left, right, Whole(node.Operator)) : Of(Types.Double, left, right, Floating(node.Operator));
    }

    private static string Advice(BinaryNode node, TypedNode left, TypedNode right)
        => node.Operator == "+" && (left.Type == Types.Text || right.Type == Types.Text) ? " Texts are joined with ||."
            : left.Type == Types.Time || right.Type == Types.Time ? " A time is moved with add_seconds(t, seconds)."
            : string.Empty;

    private static Func<Value, Value, Value> Whole(string symbol) => symbol switch
    {
        "+" => static (left, right) => ToWhole((Int128)left.AsInt64() + right.AsInt64()),
        "-" => static (left, right) => ToWhole((Int128)left.AsInt64() - right.AsInt64()),
        "*" => static (left, right) => ToWhole((Int128)left.AsInt64() * right.AsInt64()),
        _ => static (left, right) => right.AsInt64() switch { 0 => Value.Null, -1 => Value.Of(0L), var divisor => Value.Of(left.AsInt64() % divisor) },
    };

    private static Func<Value, Value, Value> Floating(string symbol) => symbol switch
    {
        "+" => static (left, right) => ToFloating(left.AsDouble() + right.AsDouble(), left, right),
        "-" => static (left, right) => ToFloating(left.AsDouble() - right.AsDouble(), left, right),
        "*" => static (left, right) => ToFloating(left.AsDouble() * right.AsDouble(), left, right),
        "/" => static (left, right) => right.AsDouble() == 0 ? Value.Null : ToFloating(left.AsDouble() / right.AsDouble(), left, right),
        _ => static (left, right) => right.AsDouble() == 0 ? Value.Null : Value.Of(left.AsDouble() % right.AsDouble()),
    };

    /// <summary>Infinity and NaN come from the operands only.</summary>
    internal static Value ToFloating(double result, Value left, Value right)
        => double.IsFinite(result) || !double.IsFinite(left.AsDouble()) || !double.IsFinite(right.AsDouble()) ? Value.Of(result) : Value.Null;

    internal static Value ToWhole(Int128 number) => number < long.MinValue || number > long.MaxValue ? Value.Null : Value.Of((long)number);

    /// <summary>A function of two values, null where either is null.</summary>
    internal static TypedNode Of(DataType type, TypedNode left, TypedNode right, Func<Value, Value, Value> compute)
    {
        var (first, second) = (left.Evaluate, right.Evaluate);
        return new TypedNode(type, Evaluate, TypedNode.Union(left, right));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            var one = first(row);
            if (one.IsNull)
            {
                return Value.Null;
            }

            var other = second(row);
            return other.IsNull ? Value.Null : compute(one, other);
        }
    }
}
