using Catalog.Core.Values;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>IN and BETWEEN. The operand is computed once, so that nested ones do not multiply.</summary>
internal static class Membership
{
    /// <summary>True where an item equals the operand, else null where an item is null.</summary>
    internal static TypedNode In(InNode node, TypedNode operand, TypedNode[] items)
    {
        operand = Comparison.ReadTime(operand, items, node.Operand);
        var candidates = items.Select((item, index) => Comparison.With(operand, item, node.Items[index])).ToArray();
        var (evaluate, negated) = (operand.Evaluate, node.Negated);
        return new TypedNode(Types.Bool, Evaluate, TypedNode.Union(items.Append(operand)));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            var value = evaluate(row);
            if (value.IsNull)
            {
                return Value.Null;
            }

            var isUnknown = false;
            foreach (var (item, order) in candidates)
            {
                var other = item(row);
                if (!other.IsNull && order(value, other) == 0)
                {
                    return Value.Of(!negated);
                }

                isUnknown |= other.IsNull;
            }

            return isUnknown ? Value.Null : Value.Of(negated);
        }
    }

    /// <summary>False where the operand is beyond either end, else null where an end is null.</summary>
    internal static TypedNode Between(BetweenNode node, TypedNode operand, TypedNode low, TypedNode high)
    {
        operand = Comparison.ReadTime(operand, [low, high], node.Operand);
        var (least, lowOrder) = Comparison.With(operand, low, node.Low);
        var (most, highOrder) = Comparison.With(operand, high, node.High);
        var (evaluate, negated) = (operand.Evaluate, node.Negated);
        return new TypedNode(Types.Bool, Evaluate, TypedNode.Union(operand, low, high));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            var value = evaluate(row);
            if (value.IsNull)
            {
                return Value.Null;
            }

            var (first, last) = (least(row), most(row));
            if ((!first.IsNull && lowOrder(value, first) < 0) || (!last.IsNull && highOrder(value, last) > 0))
            {
                return Value.Of(negated);
            }

            return first.IsNull || last.IsNull ? Value.Null : Value.Of(!negated);
        }
    }
}
