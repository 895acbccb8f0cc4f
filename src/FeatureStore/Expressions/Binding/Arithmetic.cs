using Catalog.Core.Values;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>
/// Sums, products and remainders. Whole numbers stay whole except in <c>/</c>, which always gives a double. A whole result beyond 64 bits and a division by zero are null: an event that
/// cannot be computed must not stop the others.
/// </summary>
internal static class Arithmetic
{
    internal static TypedNode Negate(TypedNode operand)
    {
        var evaluate = operand.Evaluate;
        return operand.IsWhole
            ? new TypedNode(Types.Int64, row => evaluate(row) is { IsNull: false } value && value.AsInt64() != long.MinValue ? Value.Of(-value.AsInt64()) : Value.Null, operand.Columns)
            : new TypedNode(operand.Type ?? Types.Double, row => evaluate(row) is { IsNull: false } value ? Value.Of(-value.AsDouble()) : Value.Null, operand.Columns);
    }

    internal static TypedNode Bind(BinaryNode node, TypedNode left, TypedNode right)
    {
        if (node.Operator == "-" && left.Type == Types.Time && right.Type == Types.Time)
        {
            return Of(Types.Double, left, right, static (one, other) => Value.Of((one.AsInt64() - other.AsInt64()) / 1_000_000.0));
        }

        if (!left.IsNumber || !right.IsNumber)
        {
            throw new ExpressionException(
                node.Position, node.Length,
                $"'{node.Operator}' takes numbers{(node.Operator == "-" ? ", or two timestamps (which gives seconds)" : string.Empty)}; here stand '{left.Words}' and '{right.Words}'.");
        }

        var whole = (left.IsWhole || left.Type is null) && (right.IsWhole || right.Type is null) && node.Operator != "/";
        return whole ? Of(Types.Int64, left, right, Whole(node.Operator)) : Of(Types.Double, left, right, Floating(node.Operator));
    }

    private static Func<Value, Value, Value> Whole(string symbol) => symbol switch
    {
        "+" => static (left, right) => ToWhole((Int128)left.AsInt64() + right.AsInt64()),
        "-" => static (left, right) => ToWhole((Int128)left.AsInt64() - right.AsInt64()),
        "*" => static (left, right) => ToWhole((Int128)left.AsInt64() * right.AsInt64()),
        _ => static (left, right) => right.AsInt64() switch { 0 => Value.Null, -1 => Value.Of(0L), var divisor => Value.Of(left.AsInt64() % divisor) },
    };

    private static Func<Value, Value, Value> Floating(string symbol) => symbol switch
    {
        "+" => static (left, right) => Value.Of(left.AsDouble() + right.AsDouble()),
        "-" => static (left, right) => Value.Of(left.AsDouble() - right.AsDouble()),
        "*" => static (left, right) => Value.Of(left.AsDouble() * right.AsDouble()),
        "/" => static (left, right) => right.AsDouble() == 0 ? Value.Null : Value.Of(left.AsDouble() / right.AsDouble()),
        _ => static (left, right) => right.AsDouble() == 0 ? Value.Null : Value.Of(left.AsDouble() % right.AsDouble()),
    };

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
