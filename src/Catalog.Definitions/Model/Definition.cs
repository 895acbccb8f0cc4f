using Catalog.Core.Model;
using Catalog.Core.Values;

namespace Catalog.Definitions.Model;

/// <summary>One definition in force: its document and where it came from.</summary>
public sealed record Definition
{
    /// <summary>Kind and name.</summary>
    public required DefinitionId Id { get; init; }

    /// <summary>The owning domain; of a domain itself its name; null for a team, and for a contract that names none.</summary>
    public required string? Domain { get; init; }

    /// <summary>The owning team; null where none is declared.</summary>
    public required string? Owner { get; init; }

    /// <summary>Path of the file that it was applied from.</summary>
    public required string Path { get; init; }

    /// <summary>The document as applied, with comments and order.</summary>
    public required string Text { get; init; }

    /// <summary>Counts the applied changes of this definition from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The version that stored rows carry: of a feature view, an on-demand view or a source, counted from 1 as their models say; 0 for other kinds.</summary>
    public required int ModelVersion { get; init; }

    /// <summary>Revision of the catalogue that brought this version.</summary>
    public required long Revision { get; init; }

    /// <summary>Who applied it.</summary>
    public required string Author { get; init; }

    /// <summary>When it was applied.</summary>
    public required Instant ChangedAt { get; init; }

    /// <summary>Why, in the author's words; null when nothing was said.</summary>
    public string? Message { get; init; }
}
