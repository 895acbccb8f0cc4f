namespace Ingestion.Model;

/// <summary>Where events come from, how their bytes become typed columns, and which contract they must keep. One topic of the event log belongs to it.</summary>
public sealed record Source
{
    /// <summary>Unique name; also the topic.</summary>
    public required string Name { get; init; }

    /// <summary>Counts changes of the columns, and of what they are made from, from 1. Log records carry it, so that old records stay readable.</summary>
    public required int Version { get; init; }

    /// <summary>Owning domain.</summary>
    public required string Domain { get; init; }

    /// <summary>Owning team.</summary>
    public required string Owner { get; init; }

    /// <summary>What one event tells, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The source whose events this one is made from, with columns of <see cref="Enrichments"/> added; null for a source that takes files and pushes.</summary>
    public string? From { get; init; }

    /// <summary>Where the added columns come from, in the order of the columns, which stand behind those of the stream. Empty without <see cref="From"/>.</summary>
    public IReadOnlyList<Enrichment> Enrichments { get; init; } = [];

    /// <summary>A topic outside the event log whose records become events, too; null for none.</summary>
    public SourceTopic? Topic { get; init; }

    /// <summary>A table of a database whose rows and changes become events, too; null for none, and never beside a topic.</summary>
    public SourceCapture? Capture { get; init; }

    /// <summary>Format of files. Pushed events are JSON whatever it says.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>How CSV is written.</summary>
    public CsvFormat Csv { get; init; } = new();

    /// <summary>Texts that mean null in every column, compared before any conversion. The empty text of a CSV field is null unless the column is a string with <c>keep_empty</c>.</summary>
    public IReadOnlyList<string> NullValues { get; init; } = [];

    /// <summary>Typed columns in order; log records hold their values in this order.</summary>
    public required IReadOnlyList<SourceColumn> Columns { get; init; }

    /// <summary>The column that holds the event time.</summary>
    public required string TimestampColumn { get; init; }

    /// <summary>
    /// Columns whose values decide the partition of an event: equal values meet in one partition, in order. Empty: all events go to one partition. Part of the join keys of every view over the
    /// source, so that the rows of a key come from one partition.
    /// </summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The contract that events must keep; null when none is declared.</summary>
    public string? Contract { get; init; }

    /// <summary>How late an event may come (against the newest event time seen) and still correct windowed values.</summary>
    public TimeSpan AllowedLateness { get; init; }

    /// <summary>Event times before this are quarantined (a broken clock); null: no bound.</summary>
    public Catalog.Core.Values.Instant? EarliestEventTime { get; init; }

    /// <summary>Event times further ahead of the arrival than this are quarantined (a broken clock); null: no bound.</summary>
    public TimeSpan? MaxAhead { get; init; }

    /// <summary>
    /// How far the timestamps of files are moved towards the future, so that old data plays as if it were new. The raw bytes keep the time that was written, and pushed
    /// timestamps are taken as they are.
    /// </summary>
    public TimeSpan FileTimeShift { get; init; }

    /// <summary>Whether HTTP pushes are taken.</summary>
    public bool AcceptsPush { get; init; } = true;

    /// <summary>Files of the sample or the landing folder, relative to the definition file; ingested when the definitions are applied with <c>--ingest</c> and at the first start.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>Formats of files.</summary>
public enum FileFormat
{
    /// <summary>Comma-separated values (RFC 4180), plain or gzip.</summary>
    Csv,

    /// <summary>One JSON object a line, plain or gzip.</summary>
    Ndjson,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>How CSV is written. UTF-8, with or without a byte order mark; lines end with LF or CRLF.</summary>
public sealed record CsvFormat
{
    /// <summary>The separator, one ASCII character.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first record names the columns. Without it columns are named <c>1</c>, <c>2</c>, ...</summary>
    public bool Header { get; init; } = true;
}
