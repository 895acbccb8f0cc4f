using Catalog.Core.Values;

namespace FeatureStore.Expressions.Binding;

/// <summary>Three-valued logic.</summary>
internal static class Logic
{
    internal static TypedNode Not(TypedNode operand)
    {
        var evaluate = operand.Evaluate;
        return new TypedNode(Types.Bool, row => evaluate(row) is { IsNull: false } value ? Value.Of(!value.AsBool()) : Value.Null, operand.Columns);
    }

    /// <summary>False where either is false, else null where either is null.</summary>
    internal static TypedNode And(TypedNode left, TypedNode right) => Combine(left, right, decisive: false);

    /// <summary>True where either is true, else null where either is null.</summary>
    internal static TypedNode Or(TypedNode left, TypedNode right) => Combine(left, right, decisive: true);

    internal static TypedNode IsNull(TypedNode operand, bool negated)
    {
        var evaluate = operand.Evaluate;
        return new TypedNode(Types.Bool, row => Value.Of(evaluate(row).IsNull != negated), operand.Columns);
    }

    private static TypedNode Combine(TypedNode left, TypedNode right, bool decisive)
    {
        var (first, second) = (left.Evaluate, right.Evaluate);
        return new TypedNode(Types.Bool, Evaluate, TypedNode.Union(left, right));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            var one = first(row);
            if (!one.IsNull && one.AsBool() == decisive)
            {
                return one;
            }

            var other = second(row);
            return !other.IsNull && other.AsBool() == decisive ? other : one.IsNull || other.IsNull ? Value.Null : Value.Of(!decisive);
        }
    }
}
