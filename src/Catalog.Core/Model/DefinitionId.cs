namespace Catalog.Core.Model;

/// <summary>Names one definition. Names are unique within a kind, whatever the domain.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name: lower-case letters, digits, <c>_</c> and <c>-</c>, starting with a letter, at most 100 characters.</param>
public readonly record struct DefinitionId(DefinitionKind Kind, string Name)
{
    /// <inheritdoc />
    public override string ToString() => $"{Kind}/{Name}";
}
