using Catalog.Core.Values;

namespace FeatureStore.Access;

/// <summary>A key by which a consumer is known. The key itself is kept nowhere.</summary>
public sealed record ConsumerKey
{
    /// <summary>Names the key.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the consumer.</summary>
    public required string Consumer { get; init; }

    /// <summary>Its first characters, by which people tell keys apart.</summary>
    public required string Prefix { get; init; }

    /// <summary>Its digest, as <see cref="KeyText.DigestOf"/> makes it.</summary>
    public required string Digest { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>From when on it is refused; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null while it is not.</summary>
    public Instant? RevokedAt { get; init; }

    /// <summary>About when it was used last, to a minute; null while it was not.</summary>
    public Instant? LastUsedAt { get; init; }
}
