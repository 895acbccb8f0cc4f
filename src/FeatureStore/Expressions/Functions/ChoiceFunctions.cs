using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Functions;

/// <summary>Functions that choose among their arguments, which must agree in type.</summary>
internal static class ChoiceFunctions
{
    internal static readonly Function[] All =
    [
        new("coalesce(x, y, ...)", BindCoalesce),
        new("nullif(x, y)", BindNullIf),
        new("least(x, y, ...)", static (node, arguments) => BindExtreme(node, arguments, -1)),
        new("greatest(x, y, ...)", static (node, arguments) => BindExtreme(node, arguments, 1)),
    ];

    private static TypedNode BindCoalesce(CallNode node, TypedNode[] arguments)
    {
        var (type, parts) = Unify(node, arguments, least: 1);
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
            throw new ExpressionException(node.Position, node.Length, $"'nullif' is called with {arguments.Length} arguments; it is nullif(x, y).");
        }

        var equal = Comparison.Bind(new BinaryNode(node.Position, node.Length, "=", node.Arguments[0], node.Arguments[1]), arguments[0], arguments[1]).Evaluate;
        var first = arguments[0].Evaluate;
        return new TypedNode(
            arguments[0].Type, row => equal(row) is { IsNull: false } answer && answer.AsBool() ? Value.Null : first(row), TypedNode.Union(arguments));
    }

    // Nulls are passed over, as in PostgreSQL and DuckDB.
    private static TypedNode BindExtreme(CallNode node, TypedNode[] arguments, int sign)
    {
        var (type, parts) = Unify(node, arguments, least: 1);
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

    private static (DataType? Type, Evaluator[] Parts) Unify(CallNode node, TypedNode[] arguments, int least)
    {
        if (arguments.Length < least)
        {
            throw new ExpressionException(node.Position, node.Length, $"'{node.Name}' needs at least {least} argument.");
        }

        var type = Types.Common(node, arguments);
        return (type, [.. arguments.Select(argument => Types.Convert(argument, type).Evaluate)]);
    }
}
