using Catalog.Core.Values;
using FeatureStore.Ports;

namespace FeatureStore.Model;

/// <summary>A saved dataset: what was asked, from which state of the offline store it was answered, and where the file lies.</summary>
public sealed record TrainingSet
{
    /// <summary>Id of the training set and of the run that builds it; a version 7 UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name by which it is read; one complete training set has it at a time.</summary>
    public required string Name { get; init; }

    /// <summary>What was asked.</summary>
    public required TrainingSetDefinition Definition { get; init; }

    /// <summary>How far it is.</summary>
    public required TrainingSetState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>When it was complete or ended otherwise; null before.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>Who asked for it; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>The view versions that were read, with the snapshot and the entity rows that found a row; empty before the join begins.</summary>
    public IReadOnlyList<TrainingSetView> Views { get; init; } = [];

    /// <summary>Columns of the file in order; empty until it is complete.</summary>
    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>Rows of the file; 0 until it is complete.</summary>
    public long RowCount { get; init; }

    /// <summary>Rows that erasures have taken out of the file. <see cref="TrainingSetView.Matched"/> was counted with them.</summary>
    public long ErasedRows { get; init; }

    /// <summary>Size of the file in bytes; 0 until it is complete.</summary>
    public long ByteCount { get; init; }

    /// <summary>Name of the training set whose manifest it is built from; null when it is none's.</summary>
    public string? RebuildOf { get; init; }

    /// <summary>How it compares with that; null until it is complete, and for any other.</summary>
    public TrainingSetRebuild? Rebuild { get; init; }

    /// <summary>How long it is kept once it has ended; null for one that is kept until somebody deletes it.</summary>
    public TimeSpan? KeptFor { get; init; }

    /// <summary>Until when it is kept; null before it has ended, and for one that is kept until somebody deletes it.</summary>
    public Instant? KeptUntil => this is { KeptFor: { } time, EndedAt: { } end } ? end + time : null;

    /// <summary>What the entity frame noted for pandas beside its columns, such as which of them are an index; null when it noted nothing.</summary>
    public string? PandasMetadata { get; init; }

    /// <summary>Stable code of the failure; null unless it failed.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The failure for people; null unless it failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether it ended, one way or another.</summary>
    public bool HasEnded => State is TrainingSetState.Completed or TrainingSetState.Failed or TrainingSetState.Cancelled;
}

/// <summary>What a training set is to hold.</summary>
public sealed record TrainingSetDefinition
{
    /// <summary>Feature references; the output columns follow their order, those of one view together. Empty when <see cref="FeatureService"/> is given.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Name of the feature service whose features are taken; null when <see cref="Features"/> are given.</summary>
    public string? FeatureService { get; init; }

    /// <summary>Column of the entity frame with the time that each row is asked for.</summary>
    public string TimestampColumn { get; init; } = "event_timestamp";

    /// <summary>Whether columns are named <c>view__feature</c> instead of <c>feature</c>.</summary>
    public bool FullFeatureNames { get; init; }

    /// <summary>Rows count only if they had arrived by then; null: the moment at which the training set was asked for.</summary>
    public Instant? AsKnownAt { get; init; }

    /// <summary>When true a row counts for an entity row only if it had arrived by that row's own time.</summary>
    public bool AsKnownAtEntityTime { get; init; }

    /// <summary>The format that a reader gets who asks for none. Every training set can be read in each.</summary>
    public TrainingSetFormat Format { get; init; }

    /// <summary>How the rows are divided into files of their own; null when they are not.</summary>
    public TrainingSetSplits? Splits { get; init; }

    /// <summary>Where the rows come from when no entity frame is given; null when one is.</summary>
    public TrainingSetRange? Range { get; init; }

    /// <summary>Name of the entity frame as its sender called it, for people; the range in words where there is one.</summary>
    public string FrameName { get; init; } = string.Empty;
}

/// <summary>How one view was read.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Version">Its version.</param>
/// <param name="Snapshot">Number of the snapshot of its offline files.</param>
/// <param name="Matched">Entity rows that found a row, counted when it was built; 0 until it is complete.</param>
public sealed record TrainingSetView(string View, int Version, long Snapshot, long Matched);

/// <summary>Formats that a training set can be read in.</summary>
public enum TrainingSetFormat
{
    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Comma-separated values with a header line, UTF-8.</summary>
    Csv,

    /// <summary>Apache Arrow's IPC stream.</summary>
    Arrow,
}

/// <summary>How far a training set is.</summary>
public enum TrainingSetState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It is being built, or was cut off by the end of the process and goes on after the restart.</summary>
    Running,

    /// <summary>It is complete and can be read.</summary>
    Completed,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It ended because somebody asked for it.</summary>
    Cancelled,
}
