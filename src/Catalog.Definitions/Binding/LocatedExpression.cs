using Catalog.Core.Errors;
using Catalog.Definitions.Yaml;
using FeatureStore.Expressions;

namespace Catalog.Definitions.Binding;

/// <summary>An expression with the places of its characters.</summary>
/// <param name="Text">The expression.</param>
/// <param name="At">Where it begins.</param>
/// <param name="Scalar">How it is written there; null when the place is that of an alias.</param>
internal sealed record LocatedExpression(string Text, SourceLocation At, YamlScalar? Scalar)
{
    /// <summary>Where the character is written; the begin of the expression where that cannot be told.</summary>
    public SourceLocation PlaceOf(int position) => At with { Column = At.Column + (Scalar?.OffsetOf(position) ?? 0) };

    /// <summary>What mends an error in the expression; null when it needs a person.</summary>
    public Fix? FixOf(ExpressionError error)
        => FixOf(error.Instead, name => string.Concat(Text.AsSpan(0, error.Position), name, Text.AsSpan(error.Position + error.Length)));

    /// <summary>That one of a few names was meant; null when there is none.</summary>
    /// <param name="names">The names.</param>
    /// <param name="write">The whole text with the name in it.</param>
    public static Fix? FixOf(IReadOnlyList<string> names, Func<string, string> write) => names.Count == 0 ? null
        : new Fix(
            $"Did you mean {string.Join(" or ", names.Select(static name => $"'{name}'"))}?",
            [.. names.Select(name => FindingEdit.Write(write(name), label: name) with { IsGuess = true })]);
}
