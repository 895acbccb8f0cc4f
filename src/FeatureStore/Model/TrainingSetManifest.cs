using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Catalog.Core.Values;
using FeatureStore.Ports;

namespace FeatureStore.Model;

/// <summary>What a complete training set was made of: enough to make the same bytes again, and to tell whether they are the same.</summary>
public sealed record TrainingSetManifest
{
    /// <summary>Counts changes of this document's form.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Id of the training set and of the run that built it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name that it was built under.</summary>
    public required string Name { get; init; }

    /// <summary>When it was asked for.</summary>
    [JsonConverter(typeof(InstantTextJson))]
    public required Instant CreatedAt { get; init; }

    /// <summary>Who asked for it; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Name and version of the engine that wrote the files. Another version may write other bytes for the same rows.</summary>
    public required string Engine { get; init; }

    /// <summary>The entity frame.</summary>
    public required ManifestFrame Frame { get; init; }

    /// <summary>The range whose rows made the entity frame; null when somebody gave one. A rebuild takes the frame as it was.</summary>
    public ManifestRange? Range { get; init; }

    /// <summary>The features asked for; empty when a service was.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The feature service asked for, as it was; null when features were.</summary>
    public ManifestService? FeatureService { get; init; }

    /// <summary>Whether columns are named <c>view__feature</c>.</summary>
    public bool FullFeatureNames { get; init; }

    /// <summary>Rows counted only if they had arrived by then.</summary>
    [JsonConverter(typeof(InstantTextJson))]
    public required Instant AsKnownAt { get; init; }

    /// <summary>Whether a row counted for an entity row only if it had arrived by that row's own time.</summary>
    public bool AsKnownAtEntityTime { get; init; }

    /// <summary>The view versions that were read, each as often as it was used, in the order of the join.</summary>
    public required IReadOnlyList<ManifestView> Views { get; init; }

    /// <summary>The on-demand views that were computed.</summary>
    public IReadOnlyList<ManifestOnDemandView> OnDemandViews { get; init; } = [];

    /// <summary>Rows of the training set.</summary>
    public required long RowCount { get; init; }

    /// <summary>The columns in order, with what their values are like.</summary>
    public required IReadOnlyList<ManifestColumn> Columns { get; init; }

    /// <summary>Quality: for each source of the views what each rule of its contract said last, when the training set was built.</summary>
    public IReadOnlyList<ManifestCheck> Quality { get; init; } = [];

    /// <summary>Lineage: the datasets read, as the run tells them.</summary>
    public required IReadOnlyList<ManifestDataset> Inputs { get; init; }

    /// <summary>Lineage: the datasets written.</summary>
    public required IReadOnlyList<ManifestDataset> Outputs { get; init; }

    /// <summary>The file with all rows.</summary>
    public required ManifestResult Result { get; init; }

    /// <summary>How the rows are divided; null when they are not.</summary>
    public TrainingSetSplits? Splits { get; init; }

    /// <summary>The files of the parts, in their order.</summary>
    public IReadOnlyList<ManifestSplit> SplitResults { get; init; } = [];

    /// <summary>The erasures that took rows out of the files afterwards, oldest first: figures, sizes and hashes here are those of the files as they are since the last one.</summary>
    public IReadOnlyList<ManifestErasure> Erasures { get; init; } = [];

    /// <summary>Where this was built from another's manifest: how it compares. Null otherwise.</summary>
    public TrainingSetRebuild? Rebuild { get; init; }
}

/// <summary>An erasure that took rows out of a training set.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="FormerSha256">SHA-256 of the file with all rows as it was before.</param>
public sealed record ManifestErasure(Guid Id, [property: JsonConverter(typeof(InstantTextJson))] Instant At, long Rows, string FormerSha256);

/// <summary>The entity frame of a training set. It is kept beside the result.</summary>
/// <param name="Name">What its sender called it.</param>
/// <param name="TimestampColumn">Column with the time that each row is asked for.</param>
/// <param name="ByteCount">Size in bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes in hexadecimal.</param>
public sealed record ManifestFrame(string Name, string TimestampColumn, long ByteCount, string Sha256);

/// <summary>The range that an entity frame was made of.</summary>
/// <param name="Asked">What was asked.</param>
/// <param name="Views">The view versions whose rows made it.</param>
public sealed record ManifestRange(TrainingSetRange Asked, IReadOnlyList<ManifestSource> Views);

/// <summary>A feature service as it was.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Projections">What it took from which view.</param>
public sealed record ManifestService(string Name, IReadOnlyList<FeatureProjection> Projections);

/// <summary>One use of a view version.</summary>
public sealed record ManifestView
{
    /// <summary>Name of the view.</summary>
    public required string View { get; init; }

    /// <summary>Version of its definition.</summary>
    public required int Version { get; init; }

    /// <summary>How long a value stayed valid; 0 means for ever. Not part of the version, so kept as it was.</summary>
    [JsonConverter(typeof(DurationTextJson))]
    public required TimeSpan Ttl { get; init; }

    /// <summary>Whether a row counted only after its event time; as it was.</summary>
    public required bool StrictBefore { get; init; }

    /// <summary>What a null in the newest row meant; as it was.</summary>
    [JsonConverter(typeof(CamelCaseEnumJson<NullPolicy>))]
    public required NullPolicy NullPolicy { get; init; }

    /// <summary>For each entity the frame column with its join key.</summary>
    public required IReadOnlyList<string> KeyColumns { get; init; }

    /// <summary>The features read.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Number of the snapshot of its offline files.</summary>
    public required long Snapshot { get; init; }

    /// <summary>The ranges of the event log whose rows were read. A rebuild reads the rows of these, whichever files hold them by then.</summary>
    public required IReadOnlyList<LogRange> Ranges { get; init; }

    /// <summary>Rows in the ranges.</summary>
    public required long RowCount { get; init; }

    /// <summary>The files of the snapshot that hold rows.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>Entity rows that found a row.</summary>
    public required long Matched { get; init; }

    /// <summary>What joining the view took; null in manifests from before that was noted.</summary>
    public ManifestCost? Cost { get; init; }
}

/// <summary>What joining a view took. Nothing that the bytes follow from.</summary>
/// <param name="FilesRead">Offline files that were read.</param>
/// <param name="FilesPruned">Offline files that were not opened, since no row of the frame can see an event of their times.</param>
/// <param name="RowsRead">Rows of these files with a key of the frame and a time that may count, as often as they were read.</param>
/// <param name="MemoryBytes">Memory of the search beside that of DuckDB.</param>
/// <param name="SpilledBytes">Bytes that did not fit into it and went to a file.</param>
/// <param name="Seconds">How long it took; views that are joined side by side share the processors.</param>
public sealed record ManifestCost(int FilesRead, int FilesPruned, long RowsRead, long MemoryBytes, long SpilledBytes, double Seconds);

/// <summary>An offline file as it was read.</summary>
/// <param name="Path">Path relative to the offline root.</param>
/// <param name="Partition">Partition of the event log.</param>
/// <param name="FirstSequence">First log sequence covered.</param>
/// <param name="EndSequence">One past the last.</param>
/// <param name="RowCount">Rows.</param>
/// <param name="ByteCount">Size in bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes in hexadecimal.</param>
public sealed record ManifestFile(string Path, int Partition, long FirstSequence, long EndSequence, long RowCount, long ByteCount, string Sha256);

/// <summary>An on-demand view that was computed.</summary>
/// <param name="View">Its name.</param>
/// <param name="Version">Version of its definition.</param>
/// <param name="Features">The features computed.</param>
/// <param name="Sources">The view versions that its definition reads.</param>
public sealed record ManifestOnDemandView(string View, int Version, IReadOnlyList<string> Features, IReadOnlyList<ManifestSource> Sources);

/// <summary>A view version.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Version">Version.</param>
public sealed record ManifestSource(string View, int Version);

/// <summary>A column of a training set with what its values are like.</summary>
public sealed record ManifestColumn
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Type.</summary>
    [JsonConverter(typeof(DataTypeTextJson))]
    public required DataType Type { get; init; }

    /// <summary>Rows with a value.</summary>
    public required long Count { get; init; }

    /// <summary>Rows without one.</summary>
    public required long Nulls { get; init; }

    /// <summary>How many different values there are: counted up to 10,000, beyond that estimated.</summary>
    public required long Distinct { get; init; }

    /// <summary>The smallest value; of lists and bytes the smallest length. A text is cut after 200 characters. Null when there is no value.</summary>
    public JsonNode? Min { get; init; }

    /// <summary>The largest, likewise. Not-a-number counts as the largest number.</summary>
    public JsonNode? Max { get; init; }

    /// <summary>The mean of the finite numbers, and of the lengths of lists and bytes; null for other types and when there are none.</summary>
    public double? Mean { get; init; }
}

/// <summary>What one rule of a contract said of the events of a source in the newest run that checked any.</summary>
public sealed record ManifestCheck
{
    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>The contract; null for a rule that holds without one.</summary>
    public string? Contract { get; init; }

    /// <summary>Version of the contract; null for a rule that holds without one.</summary>
    public string? ContractVersion { get; init; }

    /// <summary>The rule, for example <c>required:customer_id</c> or <c>quality:rows-per-day</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The column; null when the rule is about the whole event or the whole run.</summary>
    public string? Column { get; init; }

    /// <summary><c>pass</c>, <c>warn</c>, <c>fail</c>, <c>error</c> when it could not be decided, or <c>skip</c> when it did not apply.</summary>
    public required string Outcome { get; init; }

    /// <summary>Events that were checked.</summary>
    public required long Checked { get; init; }

    /// <summary>Events that break the rule.</summary>
    public required long Violations { get; init; }

    /// <summary>What was measured, for a rule over many events; null otherwise.</summary>
    public double? Measured { get; init; }

    /// <summary>When the run ended.</summary>
    [JsonConverter(typeof(InstantTextJson))]
    public required Instant At { get; init; }
}

/// <summary>A dataset of the lineage.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name there.</param>
public sealed record ManifestDataset(string Namespace, string Name);

/// <summary>A file of a training set.</summary>
/// <param name="RowCount">Rows.</param>
/// <param name="ByteCount">Size in bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes in hexadecimal.</param>
public sealed record ManifestResult(long RowCount, long ByteCount, string Sha256);

/// <summary>The file of one part of a training set.</summary>
/// <param name="Name">Name of the part.</param>
/// <param name="RowCount">Rows.</param>
/// <param name="ByteCount">Size in bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes in hexadecimal.</param>
public sealed record ManifestSplit(string Name, long RowCount, long ByteCount, string Sha256);
