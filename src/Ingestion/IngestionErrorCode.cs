namespace Ingestion;

/// <summary>Stable error codes of ingestion. The text form is the kebab-case name, listed in <c>docs/errors.md</c>.</summary>
public enum IngestionErrorCode
{
    /// <summary>A source of that name does not exist.</summary>
    SourceNotFound,

    /// <summary>A file cannot be read as the source declares: wrong format, repeated or missing header names, damaged gzip.</summary>
    UnreadableFile,

    /// <summary>A pushed body is not what the door takes.</summary>
    InvalidPush,

    /// <summary>Rows cannot be written into a feature view: it takes none, or a row is not of its columns.</summary>
    InvalidWrite,

    /// <summary>The request has a value that is not legal.</summary>
    InvalidRequest,

    /// <summary>The writers are too far behind; push again later.</summary>
    Backpressure,

    /// <summary>The event log cannot be opened or written.</summary>
    EventLogUnavailable,

    /// <summary>A stored log record or its checksum is damaged.</summary>
    CorruptLog,

    /// <summary>A quarantined event of that number does not exist.</summary>
    QuarantinedEventNotFound,

    /// <summary>A run of that id does not exist.</summary>
    RunNotFound,

    /// <summary>The same file or key is being ingested right now.</summary>
    AlreadyRunning,

    /// <summary>More bytes or events than the configured limit.</summary>
    TooLarge,

    /// <summary>A job ended with a failure that has no code of its own.</summary>
    JobFailed,

    /// <summary>The run cannot be stopped: it writes a feature view, or another producer reported it.</summary>
    RunNotCancellable,

    /// <summary>The run has ended and cannot be stopped any more.</summary>
    RunEnded,

    /// <summary>The writer of a view was stopped while somebody waited for it; ask again.</summary>
    WriterStopped,

    /// <summary>Uploaded files cannot be kept: the disk is full or the folder cannot be written.</summary>
    SpoolUnavailable,

    /// <summary>An idempotency key came again with other content.</summary>
    IdempotencyKeyReused,

    /// <summary>The source takes no files and pushes: its events are made of those of another.</summary>
    EnrichedSource,

    /// <summary>Another process has taken over what this one was appending; the work goes on there.</summary>
    ProducerFenced,

    /// <summary>This process does not hold the partition any more; another one writes it.</summary>
    PartitionLost,

    /// <summary>A topic outside the event log cannot be read or written: its brokers are away or refuse, or it does not exist.</summary>
    TopicUnavailable,

    /// <summary>The registry that payloads name their schemas in is away, refuses, answers with something else or is not configured.</summary>
    SchemaRegistryUnavailable,

    /// <summary>A table of a database cannot be captured: the database is away or refuses, or table, publication, slot or a right is missing.</summary>
    CaptureUnavailable,

    /// <summary>Changes of a captured table are lost: its slot is gone or was moved by somebody else, or the database is another one.</summary>
    CaptureLost,
}
