using Catalog.Core.Values;

namespace Catalog.Persistence.Definitions;

/// <summary>Changes that were applied together. Never updated.</summary>
internal sealed class RevisionEntity
{
    public required long Number { get; init; }

    public required string Author { get; init; }

    public required Instant ChangedAt { get; init; }

    public required string? Message { get; init; }

    public ICollection<VersionEntity> Versions { get; } = [];
}
