namespace Ingestion.Model;

/// <summary>What an ingestion, a push or a replay did.</summary>
public sealed record IngestionResult
{
    /// <summary>Run that did the work; for a repeated file the run that did it first.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>Records read: accepted and quarantined together.</summary>
    public required long Read { get; init; }

    /// <summary>Events appended to the event log.</summary>
    public required long Accepted { get; init; }

    /// <summary>Records refused.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Refused records by rule; a record that breaks several rules counts for each.</summary>
    public IReadOnlyDictionary<string, long> ByRule { get; init; } = new Dictionary<string, long>();

    /// <summary>Events that break a rule of severity warning, by rule, accepted or not.</summary>
    public IReadOnlyDictionary<string, long> Warnings { get; init; } = new Dictionary<string, long>();

    /// <summary>Records read per second of work, interruptions not counted.</summary>
    public long RowsPerSecond { get; init; }

    /// <summary>Largest resident memory of the process so far.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>Whether the same content had been ingested before, so that nothing was appended now.</summary>
    public bool AlreadyIngested { get; init; }
}
