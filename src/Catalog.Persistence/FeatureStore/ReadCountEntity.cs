using Catalog.Core.Values;

namespace Catalog.Persistence.FeatureStore;

/// <summary>How often a consumer looked up one feature service.</summary>
internal sealed class ReadCountEntity
{
    public required string Consumer { get; init; }

    /// <summary>Empty for lookups by references.</summary>
    public required string FeatureService { get; init; }

    public required long Lookups { get; set; }

    public required long Refused { get; set; }

    public required long Entities { get; set; }

    public required Instant LastAt { get; set; }
}
