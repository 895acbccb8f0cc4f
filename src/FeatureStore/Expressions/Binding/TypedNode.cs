using Catalog.Core.Values;

namespace FeatureStore.Expressions.Binding;

/// <summary>A part of an expression whose type is known and that can be computed.</summary>
/// <param name="Type">The type; null for what is always null.</param>
/// <param name="Evaluate">Computes it.</param>
/// <param name="Columns">Columns that it reads, ordered.</param>
internal sealed record TypedNode(DataType? Type, Evaluator Evaluate, IReadOnlyList<string> Columns)
{
    internal static readonly TypedNode Null = new(null, static _ => Value.Null, []);

    internal bool IsConstant => Columns.Count == 0;

    internal bool IsText => Type is null or { IsList: false, Element: ScalarType.String };

    internal bool IsBool => Type is null or { IsList: false, Element: ScalarType.Bool };

    internal bool IsNumber => Type is null or { IsNumeric: true };

    internal bool IsTime => Type is null or { IsList: false, Element: ScalarType.Timestamp };

    /// <summary>Whether it is a whole number of either width.</summary>
    internal bool IsWhole => Type is { IsList: false, Element: ScalarType.Int32 or ScalarType.Int64 };

    internal string Words => Type?.ToString() ?? "null";

    /// <summary>A constant is computed once, when it is compiled.</summary>
    internal TypedNode Fold()
    {
        if (!IsConstant)
        {
            return this;
        }

        var value = Evaluate([]);
        return this with { Evaluate = _ => value };
    }

    internal static IReadOnlyList<string> Union(params IEnumerable<TypedNode> parts)
        => [.. parts.SelectMany(static part => part.Columns).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
