using Catalog.Core.Values;

namespace Catalog.Persistence.FeatureStore;

/// <summary>A version of a feature view that has been computed from the log.</summary>
internal sealed class ComputedVersionEntity
{
    public required string View { get; init; }

    public required int Version { get; init; }

    public required Instant At { get; init; }
}
