using Catalog.Core.Values;

namespace Catalog.Persistence.FeatureStore;

/// <summary>A file of a feature view version, or a range of the log that gave no rows.</summary>
internal sealed class OfflineFileEntity
{
    public required string View { get; init; }

    public required int Version { get; init; }

    public required int Partition { get; init; }

    public required long FirstSequence { get; init; }

    public required long EndSequence { get; set; }

    /// <summary>Path relative to the offline root; empty for a range without rows.</summary>
    public required string Path { get; set; }

    public required long RowCount { get; set; }

    public required long ByteCount { get; set; }

    public required Instant MinEventTime { get; set; }

    public required Instant MaxEventTime { get; set; }
}
