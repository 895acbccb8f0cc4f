using Catalog.Core.Errors;
using Catalog.Core.Model;

namespace Catalog.Definitions.Binding.Drafts;

/// <summary>A definition as one document states it, before its references are looked up.</summary>
internal abstract record Draft
{
    /// <summary>Kind and name.</summary>
    public required DefinitionId Id { get; init; }

    /// <summary>Where the name stands.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>The owning domain; null when none is named.</summary>
    public Located<string>? Domain { get; init; }

    /// <summary>The owning team; null when none is named.</summary>
    public Located<string>? Owner { get; init; }

    /// <summary>The domain that it belongs to: of a domain itself its name; null when it belongs to none.</summary>
    public string? HomeDomain => Id.Kind == DefinitionKind.Domain ? Id.Name : Domain?.Value;

    /// <summary>The document has errors: its name is taken, but nothing can be said about its content.</summary>
    public bool IsBroken { get; init; }
}
