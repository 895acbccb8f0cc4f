using Catalog.Core.Errors;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Binding;

/// <summary>An expression with the places of its characters.</summary>
/// <param name="Text">The expression.</param>
/// <param name="At">Where it begins.</param>
/// <param name="Scalar">How it is written there; null when the place is that of an alias.</param>
internal sealed record LocatedExpression(string Text, SourceLocation At, YamlScalar? Scalar)
{
    /// <summary>Where the character is written; the begin of the expression where that cannot be told.</summary>
    public SourceLocation PlaceOf(int position) => At with { Column = At.Column + (Scalar?.OffsetOf(position) ?? 0) };
}
