using Catalog.Core.Values;

namespace Catalog.Persistence.FeatureStore;

/// <summary>An offline file that was recorded and is no longer.</summary>
internal sealed class ReplacedFileEntity
{
    /// <summary>Path relative to the offline root.</summary>
    public required string Path { get; init; }

    public required Instant ReplacedAt { get; set; }
}
