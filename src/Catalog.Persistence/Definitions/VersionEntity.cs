using Catalog.Core.Model;

namespace Catalog.Persistence.Definitions;

/// <summary>One version of a definition. Never updated.</summary>
internal sealed class VersionEntity
{
    public required DefinitionKind Kind { get; init; }

    public required string Name { get; init; }

    public required int Number { get; init; }

    public required int ModelVersion { get; init; }

    public required bool IsRemoved { get; init; }

    public required string Path { get; init; }

    public required string Text { get; init; }

    /// <summary>The typed definition as JSON.</summary>
    public required string Model { get; init; }

    public long RevisionNumber { get; init; }

    public RevisionEntity Revision { get; init; } = null!; // EF sets it; every query includes it.
}
