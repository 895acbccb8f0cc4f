namespace Ingestion.Pushes;

/// <summary>What a push did.</summary>
public sealed record PushResult
{
    /// <summary>The run that it is counted in; of a repeated push the run of the first.</summary>
    public required Guid RunId { get; init; }

    /// <summary>Events read: accepted and quarantined together.</summary>
    public required long Read { get; init; }

    /// <summary>Events appended to the event log.</summary>
    public required long Accepted { get; init; }

    /// <summary>Events refused.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Refused events by rule; an event that breaks several rules counts for each.</summary>
    public required IReadOnlyDictionary<string, long> ByRule { get; init; }

    /// <summary>Events that break a rule of severity warning, by rule, accepted or not.</summary>
    public required IReadOnlyDictionary<string, long> Warnings { get; init; }

    /// <summary>Whether the same key had come with the same content before, so that nothing was appended now.</summary>
    public bool Duplicate { get; init; }
}
