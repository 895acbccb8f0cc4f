using Catalog.Core.Values;

namespace Catalog.Persistence.FeatureStore;

/// <summary>One version of a feature view that has or had offline files.</summary>
internal sealed class OfflineViewEntity
{
    public required string View { get; init; }

    public required int Version { get; init; }

    /// <summary>Counts the changes of the file set.</summary>
    public long Number { get; set; }

    /// <summary>Events before this may be gone; null when all are there.</summary>
    public Instant? HorizonTime { get; set; }

    /// <summary>The last sequence of the rows that made others go; null with the time.</summary>
    public long? HorizonSequence { get; set; }

    public ICollection<OfflineFileEntity> Files { get; } = [];
}
