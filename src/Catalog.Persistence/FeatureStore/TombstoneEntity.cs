using Catalog.Core.Values;

namespace Catalog.Persistence.FeatureStore;

/// <summary>Keeps events of an erased entity out.</summary>
internal sealed class TombstoneEntity
{
    public required Guid Erasure { get; init; }

    /// <summary>Names of the join keys, a line each.</summary>
    public required string JoinKeys { get; init; }

    public required string Digest { get; init; }

    /// <summary>Up to when it holds; null for all events.</summary>
    public required Instant? Through { get; set; }
}
