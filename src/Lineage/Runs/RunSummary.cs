using Catalog.Core.Events;
using Catalog.Core.Values;
using Lineage.Model;

namespace Lineage.Runs;

/// <summary>A run as lists show it.</summary>
public sealed record RunSummary
{
    /// <summary>Id of the run.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The job.</summary>
    public required JobId Job { get; init; }

    /// <summary>What the run does; null for a run of another producer.</summary>
    public RunKind? Kind { get; init; }

    /// <summary>The domain of its job; null for a run of another producer.</summary>
    public string? Domain { get; init; }

    /// <summary>Short words for people, for example a file name; null when there are none.</summary>
    public string? Title { get; init; }

    /// <summary>State.</summary>
    public required RunState State { get; init; }

    /// <summary>When it started; null when no START event has come.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>Latest event of the run.</summary>
    public required Instant LastSeen { get; init; }

    /// <summary>How far it is; null when it never said.</summary>
    public RunProgress? Progress { get; init; }

    /// <summary>
    /// Whether a process that runs is carrying it out now, this one or another. A run of the product that is running and not live waits for its owner to go on with it after a restart, or for
    /// another process to take it over.
    /// </summary>
    public bool IsLive { get; init; }

    /// <summary>Stable code of the failure; null when it did not fail or the producer gives none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Why it failed or was stopped; null when it was neither.</summary>
    public string? Message { get; init; }

    /// <summary>One sentence about the outcome; null when there is none.</summary>
    public string? Outcome { get; init; }

    /// <summary>Figures of the outcome, for example <c>read</c> and <c>accepted</c>; empty while it runs.</summary>
    public IReadOnlyDictionary<string, long> Figures { get; init; } = new Dictionary<string, long>();
}
