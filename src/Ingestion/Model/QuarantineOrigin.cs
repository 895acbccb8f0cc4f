using Ingestion.Events;

namespace Ingestion.Model;

/// <summary>Where refused records came from, with what is needed to read their raw bytes again.</summary>
public sealed record QuarantineOrigin
{
    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>Unique within the source: the SHA-256 of a file's bytes in lower-case hexadecimal, the name of a push, the partition of a topic, or a captured table and its slot.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How the records came.</summary>
    public required OriginKind Kind { get; init; }

    /// <summary>For people: the file name, the idempotency key of a push, the topic and its partition, or the table.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the fields of a CSV record in order; empty for the other kinds, whose records name their fields.</summary>
    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>Separator of CSV fields.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The topic as the source declared it; null for other kinds.</summary>
    public SourceTopic? Topic { get; init; }

    /// <summary>Partition of the topic; null for other kinds.</summary>
    public int? Partition { get; init; }

    /// <summary>The captured table as the source declared it; null for other kinds.</summary>
    public SourceCapture? Capture { get; init; }

    /// <summary>Which stores its events go to; all of them except for a push that said otherwise.</summary>
    public EventTargets Targets { get; init; } = EventTargets.Both;
}

/// <summary>How records came, which decides how their raw bytes are read.</summary>
public enum OriginKind
{
    /// <summary>A CSV file: a raw record is one CSV record.</summary>
    CsvFile,

    /// <summary>A file of JSON lines: a raw record is one JSON object with the names of the file.</summary>
    NdjsonFile,

    /// <summary>A Parquet file: a raw record is its row as a JSON object with the names of the file.</summary>
    ParquetFile,

    /// <summary>An HTTP push: a raw record is one JSON object with the source's column names.</summary>
    Push,

    /// <summary>A topic outside the event log: a raw record is one payload in the topic's format, with the names of the topic.</summary>
    Topic,

    /// <summary>A table whose changes are captured: a raw record is one change as a JSON object, with the names of the table.</summary>
    Capture,
}
