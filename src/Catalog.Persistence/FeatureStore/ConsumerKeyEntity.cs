using Catalog.Core.Values;

namespace Catalog.Persistence.FeatureStore;

/// <summary>What is kept of a key of a consumer.</summary>
internal sealed class ConsumerKeyEntity
{
    public required Guid Id { get; init; }

    public required string Consumer { get; init; }

    public required string Prefix { get; init; }

    public required string Digest { get; init; }

    public required Instant CreatedAt { get; init; }

    public Instant? ExpiresAt { get; init; }

    public Instant? RevokedAt { get; set; }

    public Instant? LastUsedAt { get; set; }
}
