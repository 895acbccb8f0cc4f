using System.Text.Json.Serialization;
using Catalog.Core.Values;

namespace FeatureStore.Verifications;

/// <summary>The record of one comparison of logged lookups with the offline store. What it found for each view stands beside it.</summary>
public sealed record Verification
{
    /// <summary>Id, a version 7 UUID; also that of its run.</summary>
    public required Guid Id { get; init; }

    /// <summary>How far it is.</summary>
    public required VerificationState State { get; init; }

    /// <summary>Whether the schedule asked for it.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>Id of the process whose lookup log it reads, and which makes it; null in those that older versions made.</summary>
    public string? Log { get; init; }

    /// <summary>What was asked for.</summary>
    public required VerificationRequest Request { get; init; }

    /// <summary>When it was asked for.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>One past the number of the last logged lookup that it looked at.</summary>
    public long End { get; init; }

    /// <summary>Lookups compared.</summary>
    public long Compared { get; init; }

    /// <summary>Lookups that differ.</summary>
    public long Differences { get; init; }

    /// <summary>Values compared.</summary>
    public long Values { get; init; }

    /// <summary>Lookups that could not be compared, by reason.</summary>
    public IReadOnlyDictionary<string, long> NotCompared { get; init; } = new Dictionary<string, long>();

    /// <summary>Numbers in the log whose lookups are damaged.</summary>
    public long Damaged { get; init; }

    /// <summary>Stable code of what went wrong; null when nothing did.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether it has ended, in whatever way.</summary>
    [JsonIgnore]
    public bool HasEnded => State is VerificationState.Completed or VerificationState.Failed or VerificationState.Cancelled;
}
