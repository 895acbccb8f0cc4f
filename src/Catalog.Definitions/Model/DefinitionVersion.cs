using Catalog.Core.Model;
using Catalog.Core.Values;

namespace Catalog.Definitions.Model;

/// <summary>One version of a definition as it is stored. Never changes once written.</summary>
public sealed record DefinitionVersion
{
    /// <summary>Kind and name.</summary>
    public required DefinitionId Id { get; init; }

    /// <summary>Counts the versions of this definition from 1 without gaps, over removals too.</summary>
    public required int Number { get; init; }

    /// <summary>The version that stored rows carry; 0 for kinds other than feature views and sources. Never falls.</summary>
    public required int ModelVersion { get; init; }

    /// <summary>Whether this version removes the definition; text and model are then those of the version before.</summary>
    public required bool IsRemoved { get; init; }

    /// <summary>Path of the file that it was applied from.</summary>
    public required string Path { get; init; }

    /// <summary>The document.</summary>
    public required string Text { get; init; }

    /// <summary>The typed definition as JSON, so that it stays readable whatever becomes of what it refers to.</summary>
    public required string Model { get; init; }

    /// <summary>Revision of the catalogue that brought it.</summary>
    public required long Revision { get; init; }

    /// <summary>Who applied it.</summary>
    public required string Author { get; init; }

    /// <summary>When it was applied.</summary>
    public required Instant ChangedAt { get; init; }

    /// <summary>Why; null when nothing was said.</summary>
    public string? Message { get; init; }
}
