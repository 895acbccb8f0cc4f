using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.OnDemand;

namespace FeatureStore.Ports;

/// <summary>
/// Joins an entity frame with feature views, point-in-time correct (<c>docs/architecture.md</c>, "Time"). Streams and spills: memory stays within the
/// configured limit whatever the sizes. Thread-safe.
/// </summary>
public interface ITrainingSetEngine
{
    /// <summary>
    /// Columns of an entity frame file (CSV, Parquet, JSON array or NDJSON by its extension), with the type each would be read as when none is asked for.
    /// </summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidEntityFrame"/> when it cannot be read; the message says where.</exception>
    Task<IReadOnlyList<TableColumn>> GetFrameColumnsAsync(FrameFile frame, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an entity frame of the rows of views: the columns with the join keys, in the order in which the views first have them, and last the time. The rows stand in the order of the columns, null
    /// last, so that the same rows of the views give the same file whichever files they lie in.
    /// <para>All keys at a time: each key once that a view has a row for which an entity row at that time may see by the rules of the view, whatever its ttl. A key without a column that others have is null there, and
    /// is left out where a longer key has the same values.</para>
    /// <para>All rows of a view: each row with its keys and event time, as often as it is there.</para>
    /// </summary>
    /// <param name="frame">What to write.</param>
    /// <param name="cancellationToken">Stops the work and removes what was written.</param>
    /// <returns>Rows of the frame.</returns>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.InvalidEntityFrame"/> when there is no row; <see cref="FeatureStoreErrorCode.OfflineEngineFailed"/> when DuckDB fails.
    /// </exception>
    Task<long> MakeFrameAsync(TrainingFrame frame, CancellationToken cancellationToken);

    /// <summary>Name and version of what writes the files. The same version gives the same bytes for the same rows.</summary>
    string Version { get; }

    /// <summary>
    /// Writes the training set to <see cref="TrainingJoin.OutputPath"/>: one output row per input row, in input order, duplicates kept; all columns of the
    /// frame first, then one column per feature, null where no row matched, and last the on-demand features, computed from what the row found. The file appears under its name only when it is complete.
    /// </summary>
    /// <param name="join">What to join.</param>
    /// <param name="progress">Receives the number of entity rows done over all views; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops the work and removes what was written.</param>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.InvalidEntityFrame"/> for a frame without a needed column or with a value that is not of the type of the key or request value (the
    /// message names row and column); <see cref="FeatureStoreErrorCode.OfflineEngineFailed"/> when DuckDB fails.
    /// </exception>
    Task<TrainingJoinResult> JoinAsync(TrainingJoin join, IProgress<TrainingJoinProgress>? progress, CancellationToken cancellationToken);

    /// <summary>What the values of each column of a training set are like, in file order.</summary>
    /// <param name="path">The Parquet file that <see cref="JoinAsync"/> wrote.</param>
    /// <param name="columns">Its columns, as <see cref="JoinAsync"/> gave them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/> when DuckDB fails.</exception>
    Task<IReadOnlyList<ManifestColumn>> DescribeAsync(string path, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken);

    /// <summary>Divides a training set into files, each with the rows of one part in their order. The same file and splits give the same bytes.</summary>
    /// <param name="split">What is divided, and how.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Rows of each part.</returns>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/> when DuckDB fails.</exception>
    Task<IReadOnlyList<long>> SplitAsync(TrainingSplit split, CancellationToken cancellationToken);
}

/// <summary>The file of an entity frame.</summary>
/// <param name="Path">Where it lies; its extension says the format: <c>.csv</c>, <c>.csv.gz</c>, <c>.parquet</c>, <c>.json</c> or <c>.ndjson</c>.</param>
/// <param name="Name">What its sender calls it; used in messages.</param>
public sealed record FrameFile(string Path, string Name);

/// <summary>One point-in-time join.</summary>
public sealed record TrainingJoin
{
    /// <summary>The entity frame.</summary>
    public required FrameFile Frame { get; init; }

    /// <summary>Frame column with the entity time T; text without an offset is UTC.</summary>
    public required string TimestampColumn { get; init; }

    /// <summary>The views to join, each with the snapshot to read and the features to take.</summary>
    public required IReadOnlyList<TrainingJoinView> Views { get; init; }

    /// <summary>The on-demand views to compute, each from what the views give and from columns of the frame.</summary>
    public IReadOnlyList<TrainingJoinOnDemand> OnDemand { get; init; } = [];

    /// <summary>Rows count only if they had arrived by then; null: no cut at a fixed moment.</summary>
    public Instant? AsKnownAt { get; init; }

    /// <summary>When true a row counts for T only if it had arrived by T.</summary>
    public bool AsKnownAtEntityTime { get; init; }

    /// <summary>Where to write; <c>.parquet</c> or <c>.csv</c>.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Where to keep what is joined of whole views, so that the same join goes on from there when it is cut off; null keeps nothing.</summary>
    public TrainingJoinCheckpoints? Checkpoints { get; init; }
}

/// <summary>Where and how often a join keeps what it has.</summary>
/// <param name="Directory">A folder for this join alone; made when it is needed. Whoever has the result removes it.</param>
/// <param name="Interval">A view that is joined is kept once so much time has gone by since the last one was, or since the join began.</param>
public sealed record TrainingJoinCheckpoints(string Directory, TimeSpan Interval);

/// <summary>One view of a join.</summary>
/// <param name="View">The view version.</param>
/// <param name="Snapshot">The files to read.</param>
/// <param name="Features">Index of each feature taken, with the name of its output column, in output order; without a name it is only read.</param>
/// <param name="KeyColumns">For each of the view's entities the frame column that holds its join key.</param>
public sealed record TrainingJoinView(
    FeatureView View,
    OfflineSnapshot Snapshot,
    IReadOnlyList<(int Feature, string? Column)> Features,
    IReadOnlyList<string> KeyColumns)
{
    /// <summary>Only the rows of these ranges of the event log are read; null for all rows of the snapshot.</summary>
    public IReadOnlyList<LogRange>? Ranges { get; init; }
}

/// <summary>A training set to be divided.</summary>
/// <param name="Path">Its Parquet file.</param>
/// <param name="TimestampColumn">Column with the times.</param>
/// <param name="Splits">How.</param>
/// <param name="OutputPaths">For each part the Parquet file to write.</param>
public sealed record TrainingSplit(string Path, string TimestampColumn, TrainingSetSplits Splits, IReadOnlyList<string> OutputPaths);

/// <summary>One on-demand view of a join.</summary>
/// <param name="Plan">The view, compiled.</param>
/// <param name="Inputs">Where the inputs come from that the features read.</param>
/// <param name="Features">Index of each feature computed, with the name of its output column, in output order.</param>
public sealed record TrainingJoinOnDemand(
    OnDemandPlan Plan, IReadOnlyList<TrainingJoinInput> Inputs, IReadOnlyList<(int Feature, string Column)> Features);

/// <summary>One input of an on-demand view.</summary>
/// <param name="Place">Its place among the inputs of the plan, which says its type.</param>
/// <param name="FrameColumn">The frame column that holds it; null when it is a feature.</param>
/// <param name="View">Index of its view in the join; -1 for a column of the frame.</param>
/// <param name="Feature">Index of it among the features that are taken from the view; -1 for a column of the frame.</param>
public readonly record struct TrainingJoinInput(int Place, string? FrameColumn, int View, int Feature);

/// <summary>How far a join is.</summary>
/// <param name="Phase">What is being done, in words for people.</param>
/// <param name="Done">Entity rows done in all views together.</param>
/// <param name="Total">Entity rows times views.</param>
public readonly record struct TrainingJoinProgress(string Phase, long Done, long Total);

/// <summary>What a join gave.</summary>
/// <param name="Rows">Rows written; equals the rows of the frame.</param>
/// <param name="Bytes">Size of the output file.</param>
/// <param name="Columns">Columns of the output in order.</param>
/// <param name="Matched">For each view, in order, the entity rows that found a feature row.</param>
/// <param name="HistoryRows">For each view, in order, the rows in its ranges, whether they could answer or not.</param>
public sealed record TrainingJoinResult(long Rows, long Bytes, IReadOnlyList<TableColumn> Columns, IReadOnlyList<long> Matched, IReadOnlyList<long> HistoryRows)
{
    /// <summary>For each view, in order, what joining it took.</summary>
    public IReadOnlyList<TrainingJoinCost> Costs { get; init; } = [];
}

/// <summary>What joining one view took.</summary>
public sealed record TrainingJoinCost
{
    /// <summary>Offline files that were read.</summary>
    public int FilesRead { get; init; }

    /// <summary>Offline files that were not opened, since no row of the frame can see an event of their times.</summary>
    public int FilesPruned { get; init; }

    /// <summary>Rows with a key of the frame and a time that may count, as often as they were read: once for each slice of a frame that has no room as a whole.</summary>
    public long RowsRead { get; init; }

    /// <summary>Memory that the search for rows, or the sorting of events, took beside DuckDB's own, which has a limit for all.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Bytes of events that did not fit into it and went to a file.</summary>
    public long SpilledBytes { get; init; }

    /// <summary>How long it took. Views that are joined side by side share the processors.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>With what a further search took, for which the memory of the one before is free again.</summary>
    public TrainingJoinCost Add(long rowsRead, long memoryBytes, long spilledBytes = 0)
        => this with { RowsRead = RowsRead + rowsRead, MemoryBytes = Math.Max(MemoryBytes, memoryBytes), SpilledBytes = SpilledBytes + spilledBytes };
}
