using FeatureStore.Erasures;

namespace Catalog.Persistence.FeatureStore;

/// <summary>The record of an erasure. Only what is searched by has a column of its own.</summary>
internal sealed class ErasureEntity
{
    public required Guid Id { get; init; }

    public required ErasureState State { get; set; }

    /// <summary>The whole record as JSON.</summary>
    public required string Body { get; set; }
}
