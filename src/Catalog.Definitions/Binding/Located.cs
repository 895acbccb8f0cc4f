using Catalog.Core.Errors;

namespace Catalog.Definitions.Binding;

/// <summary>A value with the place where it is written, for findings that show only after all documents are read.</summary>
internal readonly record struct Located<T>(T Value, SourceLocation At)
{
    public override string ToString() => $"{Value}";
}
