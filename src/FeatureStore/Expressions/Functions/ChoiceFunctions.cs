using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Functions;

/// <summary>Functions that choose among their arguments, which must agree in type.</summary>
internal static class ChoiceFunctions
{
    internal static readonly Function[] All =
    [
        new("coalesce(x, ...)", BindCoalesce),
        new("nullif(x, y)", BindNullIf),
        new("least(x, ...)", static (node, arguments) => BindExtreme(node, arguments, -1)),
        new("greatest(x, ...)", static (node, arguments) => BindExtreme(node, arguments, 1)),
    ];

    private static TypedNode BindCoalesce(CallNode node, TypedNode[] arguments)
    {
        var (type, parts) = Unify(node, arguments);
        return new TypedNode(type, Evaluate, TypedNode.Union(arguments));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            foreach (var part in parts)
            {
                if (part(row) is { IsNull: false } value)
                {
                    return value;
                }
            }

            return Value.Null;
        }
    }

    private static TypedNode BindNullIf(CallNode node, TypedNode[] arguments)
    {
        if (arguments.Length != 2)
        {
            throw new ExpressionException(node.Position, node.Length, $"'nullif' is called with {arguments.Length} argument{(arguments.Length == 1 ? string.Empty : "s")}; write nullif(x, y).");
        }

        var first = Comparison.ReadTime(arguments[0], [arguments[1]], node.Arguments[0]);
        var (other, order) = Comparison.With(first, arguments[1], node);
        return new TypedNode(first.Type, Evaluate, TypedNode.Union(arguments));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            var value = first.Evaluate(row);
            return !value.IsNull && other(row) is { IsNull: false } unwanted && order(value, unwanted) == 0 ? Value.Null : value;
        }
    }

    // Nulls are passed over, as in PostgreSQL and DuckDB.
    private static TypedNode BindExtreme(CallNode node, TypedNode[] arguments, int sign)
    {
        var (type, parts) = Unify(node, arguments);
        return type is { IsList: true }
            ? throw new ExpressionException(node.Position, node.Length, $"'{node.Name}' cannot order lists.")
            : new TypedNode(type, Evaluate, TypedNode.Union(arguments));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            var best = Value.Null;
            foreach (var part in parts)
            {
                var value = part(row);
                best = !value.IsNull && (best.IsNull || Comparison.Compare(value, best) * sign > 0) ? value : best;
            }

            return best;
        }
    }

    private static (DataType? Type, Evaluator[] Parts) Unify(CallNode node, TypedNode[] arguments)
    {
        if (arguments.Length == 0)
        {
            throw new ExpressionException(node.Position, node.Length, $"'{node.Name}' needs at least one argument.");
        }

        var type = Types.Common(node, arguments);
        return (type, [.. arguments.Select(argument => Types.Convert(argument, type).Evaluate)]);
    }
}
