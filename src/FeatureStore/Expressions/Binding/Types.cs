using Catalog.Core.Values;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>Types that expressions give, and which of them meet.</summary>
internal static class Types
{
    internal static readonly DataType Bool = new(ScalarType.Bool);
    internal static readonly DataType Int64 = new(ScalarType.Int64);
    internal static readonly DataType Double = new(ScalarType.Double);
    internal static readonly DataType Text = new(ScalarType.String);
    internal static readonly DataType Time = new(ScalarType.Timestamp);

    /// <summary>Within expressions there is one width of whole and one of floating numbers.</summary>
    internal static DataType Widen(DataType type) => type switch
    {
        { IsList: false, Element: ScalarType.Int32 } => Int64,
        { IsList: false, Element: ScalarType.Float } => Double,
        _ => type,
    };

    /// <summary>The one type of several results: equal types, or double where whole and floating numbers meet; null when all are null.</summary>
    /// <exception cref="ExpressionException">They do not meet.</exception>
    internal static DataType? Common(Node node, IReadOnlyList<TypedNode> parts)
    {
        DataType? common = null;
        foreach (var part in parts)
        {
            if (part.Type is not { } type || type == common)
            {
                continue;
            }

            common = common switch
            {
                null => type,
                { IsNumeric: true } when type.IsNumeric => Double,
                _ => throw new ExpressionException(node.Position, node.Length, $"The results are of the types '{common}' and '{type}'; they must agree. Convert one with CAST(... AS {common})."),
            };
        }

        return common;
    }

    /// <summary>The part as the common type.</summary>
    internal static TypedNode Convert(TypedNode part, DataType? type)
    {
        if (type != Double || part.Type == Double || part.Type is null)
        {
            return part;
        }

        var evaluate = part.Evaluate;
        return part with { Type = Double, Evaluate = row => evaluate(row) is { IsNull: false } value ? Value.Of(value.AsDouble()) : Value.Null };
    }
}
