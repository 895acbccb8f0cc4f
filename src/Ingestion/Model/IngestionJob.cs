using Catalog.Core.Values;
using Ingestion.Jobs;

namespace Ingestion.Model;

/// <summary>Work that outlives the process: after a restart an unfinished job goes on by itself.</summary>
public sealed record IngestionJob
{
    /// <summary>Id of the job and of its run.</summary>
    public required Guid RunId { get; init; }

    /// <summary>What it does.</summary>
    public required IngestionJobKind Kind { get; init; }

    /// <summary>The source; for a catch-up the view version, for an enrichment and a topic the source version.</summary>
    public required string Subject { get; init; }

    /// <summary>For people: the file name, or what is replayed.</summary>
    public required string Title { get; init; }

    /// <summary>SHA-256 of the file in lower-case hexadecimal; empty for other kinds.</summary>
    public string Fingerprint { get; init; } = string.Empty;

    /// <summary>Size of the file as it came; 0 for other kinds.</summary>
    public long ByteCount { get; init; }

    /// <summary>Whether a file that was ingested before is appended again.</summary>
    public bool Force { get; init; }

    /// <summary>What a replay takes; null for other kinds.</summary>
    public QuarantineFilter? Selection { get; init; }

    /// <summary>Who asked for it; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Id of the process that took it; null in jobs of older versions, and for pumps, whose partitions have owners.</summary>
    public string? Process { get; init; }

    /// <summary>How far it was when that was stored last, every few seconds while it runs; null when it never was.</summary>
    public IngestionProgress? Progress { get; init; }

    /// <summary>When it was asked for. Jobs of one source run in this order.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>How far it is.</summary>
    public IngestionJobState State { get; init; }

    /// <summary>When it ended; null before.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>What it did; null until it is completed.</summary>
    public IngestionResult? Result { get; init; }

    /// <summary>Stable code of the failure; null unless it failed.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The failure for people; null unless it failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What the writer of a view, or the reader of a topic, has done in this run; null for other kinds.</summary>
    public ViewWork? Work { get; init; }

    /// <summary>Whether it ended, one way or another.</summary>
    public bool HasEnded => State is IngestionJobState.Completed or IngestionJobState.Failed or IngestionJobState.Cancelled;
}

/// <summary>What a job does.</summary>
public enum IngestionJobKind
{
    /// <summary>Reads a file into the event log.</summary>
    File,

    /// <summary>Sends quarantined events through the checks again.</summary>
    Replay,

    /// <summary>Collects the pushes of a while.</summary>
    Push,

    /// <summary>Writes events of the log to the stores of a feature view: up to its end, or those of a while.</summary>
    CatchUp,

    /// <summary>Makes events of a source out of those of another and features of views.</summary>
    Enrichment,

    /// <summary>Reads records of a topic outside the event log: all that are there, or those of a while.</summary>
    Topic,

    /// <summary>Captures rows and changes of a table of a database: all that are there, or those of a while.</summary>
    Capture,
}

/// <summary>How far a job is.</summary>
public enum IngestionJobState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It runs, or was cut off by the end of the process and goes on after the restart.</summary>
    Running,

    /// <summary>Somebody asked to stop it; it ends at the next batch.</summary>
    Cancelling,

    /// <summary>It ended well.</summary>
    Completed,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It ended because somebody asked for it.</summary>
    Cancelled,
}
