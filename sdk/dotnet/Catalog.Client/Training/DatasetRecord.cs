namespace Catalog.Client;

/// <summary>A training set as the server keeps it: what was asked, from which state it was answered, how it ended. Times are UTC.</summary>
public sealed record DatasetRecord
{
    /// <summary>Id of the training set and of the run that builds it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name by which it is read.</summary>
    public required string Name { get; init; }

    /// <summary>How far it is.</summary>
    public required DatasetState State { get; init; }

    /// <summary>The references that were asked for; empty where a service was.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The feature service that was asked for; null where features were.</summary>
    public string? FeatureService { get; init; }

    /// <summary>Column of the frame with the time that each row is asked for.</summary>
    public required string TimestampColumn { get; init; }

    /// <summary>Whether columns are named <c>view__feature</c>.</summary>
    public bool FullFeatureNames { get; init; }

    /// <summary>Only rows that had arrived by then count.</summary>
    public DateTimeOffset? AsKnownAt { get; init; }

    /// <summary>Whether for each row only what had arrived by its own time counts.</summary>
    public bool AsKnownAtEntityTime { get; init; }

    /// <summary>What a reader gets who asks for no format.</summary>
    public DatasetFormat Format { get; init; }

    /// <summary>Name of the entity frame's file.</summary>
    public string FrameName { get; init; } = string.Empty;

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who asked for it; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>The view versions that were read; empty before the join begins.</summary>
    public IReadOnlyList<DatasetView> Views { get; init; } = [];

    /// <summary>The columns in order; empty until it is complete.</summary>
    public IReadOnlyList<DatasetColumn> Columns { get; init; } = [];

    /// <summary>Number of its rows; 0 until it is complete.</summary>
    public long RowCount { get; init; }

    /// <summary>Rows that erasures have taken out of it. <see cref="DatasetView.Matched"/> was counted with them.</summary>
    public long ErasedRows { get; init; }

    /// <summary>Until when the server keeps it; null before it has ended, and for one that is kept until somebody deletes it.</summary>
    public DateTimeOffset? KeptUntil { get; init; }

    /// <summary>Size of its Parquet file in bytes; 0 until it is complete.</summary>
    public long ByteCount { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public DatasetError? Error { get; init; }

    /// <summary>The parts that its rows are divided into; null when they are not.</summary>
    public DatasetParts? Splits { get; init; }

    /// <summary>Which rows the server made; null where they were sent.</summary>
    public DatasetRange? Range { get; init; }

    /// <summary>Name of the training set that it is rebuilt from; null when it is none's.</summary>
    public string? RebuildOf { get; init; }

    /// <summary>How a rebuild compares with that; null until it is complete, and for any other.</summary>
    public DatasetRebuild? Rebuild { get; init; }

    /// <summary>Whether it ended, one way or another.</summary>
    public bool HasEnded => State is DatasetState.Completed or DatasetState.Failed or DatasetState.Cancelled;
}

/// <summary>How far a training set is.</summary>
public enum DatasetState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It is being built.</summary>
    Running,

    /// <summary>It is complete and can be read.</summary>
    Completed,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It ended because somebody asked for it.</summary>
    Cancelled,
}

/// <summary>A view version that was read.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Version">Its version.</param>
/// <param name="Snapshot">Number of the snapshot of its offline files.</param>
/// <param name="Matched">Entity rows that found a row in it, counted when the training set was built; 0 until it is complete.</param>
public sealed record DatasetView(string View, int Version, long Snapshot, long Matched);

/// <summary>Why a training set failed.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Message">The failure for people.</param>
public sealed record DatasetError(string Code, string Message);

/// <summary>The parts that the rows of a training set are divided into.</summary>
/// <param name="Kind"><c>time</c>, <c>ratio</c> or <c>key</c>.</param>
/// <param name="Parts">The parts in order.</param>
public sealed record DatasetParts(string Kind, IReadOnlyList<DatasetPart> Parts);

/// <summary>One part of a training set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ratio">Its part of all rows or keys; null by time.</param>
/// <param name="Before">Rows before this time are in it; null in the last part by time, and otherwise.</param>
public sealed record DatasetPart(string Name, double? Ratio = null, DateTimeOffset? Before = null);

/// <summary>Which rows the server makes without an entity frame. Times are UTC.</summary>
/// <param name="AsOf">One for each key that has a row by this time; null for all rows of a view.</param>
/// <param name="View">The view whose rows are taken; null for all keys, and, in a request, for the only view that the features are of.</param>
/// <param name="Start">The first event time; null for all keys.</param>
/// <param name="End">The event time before which rows are taken; null for all keys, and, in a request, for now.</param>
public sealed record DatasetRange(DateTimeOffset? AsOf = null, string? View = null, DateTimeOffset? Start = null, DateTimeOffset? End = null);

/// <summary>How a training set that was built from the manifest of another compares with it.</summary>
/// <param name="Of">Name of the other.</param>
/// <param name="Identical">Whether all files have the same bytes.</param>
/// <param name="ExpectedSha256">SHA-256 of the other's file.</param>
/// <param name="Sha256">SHA-256 of this one's file.</param>
/// <param name="DifferentSplits">Names of the parts whose bytes differ.</param>
/// <param name="MissingFiles">Files of the other's snapshot that are not there any more, or not as they were.</param>
/// <param name="Notes">What else is to be known, in sentences.</param>
public sealed record DatasetRebuild(
    string Of, bool Identical, string ExpectedSha256, string Sha256, IReadOnlyList<string> DifferentSplits, IReadOnlyList<DatasetMissingFile> MissingFiles, IReadOnlyList<string> Notes);

/// <summary>An offline file that a rebuild could not read as it was.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Version">Its version.</param>
/// <param name="Path">Path of the file below the offline store.</param>
/// <param name="Reason"><c>replaced</c>, <c>changed</c> or <c>gone</c>.</param>
public sealed record DatasetMissingFile(string View, int Version, string Path, string Reason);
