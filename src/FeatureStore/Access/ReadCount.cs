using Catalog.Core.Values;

namespace FeatureStore.Access;

/// <summary>How often a consumer looked up one feature service, or features by references.</summary>
public sealed record ReadCount
{
    /// <summary>Name of the consumer.</summary>
    public required string Consumer { get; init; }

    /// <summary>The feature service that was asked for; null for lookups by references.</summary>
    public string? FeatureService { get; init; }

    /// <summary>Lookups that were answered.</summary>
    public long Lookups { get; init; }

    /// <summary>Lookups that were refused because the consumer may not read what it asked for.</summary>
    public long Refused { get; init; }

    /// <summary>Entity rows of the lookups that were answered.</summary>
    public long Entities { get; init; }

    /// <summary>When the last of them was answered or refused.</summary>
    public required Instant LastAt { get; init; }
}
