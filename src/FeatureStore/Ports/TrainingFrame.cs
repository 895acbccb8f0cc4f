using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>An entity frame that is to be made of the rows of views.</summary>
public sealed record TrainingFrame
{
    /// <summary>What it is called in messages.</summary>
    public required string Name { get; init; }

    /// <summary>The Parquet file to write.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the column with the times; it stands last.</summary>
    public required string TimestampColumn { get; init; }

    /// <summary>Which rows.</summary>
    public required TrainingSetRange Range { get; init; }

    /// <summary>The views: for all rows of a view that one alone. A key column that several have is of one type in all.</summary>
    public required IReadOnlyList<TrainingFrameView> Views { get; init; }

    /// <summary>Rows count only if they had arrived by then; null: no cut at a fixed moment.</summary>
    public Instant? AsKnownAt { get; init; }

    /// <summary>When true a row makes a key count at a time only if it had arrived by then. The rows of a view are taken in any case: each asks, and does not answer.</summary>
    public bool AsKnownAtEntityTime { get; init; }
}

/// <summary>One view of a frame.</summary>
/// <param name="View">The view version.</param>
/// <param name="Snapshot">The files to read.</param>
/// <param name="KeyColumns">For each of the view's entities the column of the frame that gets its join key.</param>
public sealed record TrainingFrameView(FeatureView View, OfflineSnapshot Snapshot, IReadOnlyList<string> KeyColumns);
