using Catalog.Definitions.Model;

namespace Catalog.Definitions;

/// <summary>The definitions in force have changed.</summary>
/// <param name="before">The definitions before.</param>
/// <param name="after">The definitions now.</param>
public sealed class DefinitionsChangedEventArgs(DefinitionSet before, DefinitionSet after) : EventArgs
{
    /// <summary>The definitions before.</summary>
    public DefinitionSet Before { get; } = before;

    /// <summary>The definitions now.</summary>
    public DefinitionSet After { get; } = after;
}
