using Catalog.Core.Model;

namespace Catalog.Definitions.Search;

/// <summary>Names one thing that can be found: a definition, or something else that a catalogue holds.</summary>
/// <param name="Kind">The kind, for a definition its <see cref="DefinitionKind"/>; the value of the facet.</param>
/// <param name="Name">Unique within the kind.</param>
public readonly record struct SearchId(string Kind, string Name)
{
    /// <summary>The id of a definition.</summary>
    public static SearchId Of(DefinitionId id) => new(id.Kind.ToString(), id.Name);

    /// <summary>The id of a definition of that kind and name.</summary>
    public static SearchId Of(DefinitionKind kind, string name) => new(kind.ToString(), name);

    /// <summary>Which definition it is; null when it is something else.</summary>
    public DefinitionId? Definition
        => Enum.TryParse<DefinitionKind>(Kind, out var kind) && kind.ToString() == Kind ? new DefinitionId(kind, Name) : null;

    /// <inheritdoc />
    public override string ToString() => $"{Kind}/{Name}";
}
