using System.Text.Json;

namespace Lineage.Marquez;

/// <summary>A run.</summary>
public sealed record MarquezRun
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Earliest event that named it.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>Latest event that named it.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>Planned start; null when not stated.</summary>
    public string? NominalStartTime { get; init; }

    /// <summary>Planned end; null when not stated.</summary>
    public string? NominalEndTime { get; init; }

    /// <summary><c>NEW</c>, <c>RUNNING</c>, <c>COMPLETED</c>, <c>ABORTED</c> or <c>FAILED</c>.</summary>
    public required string State { get; init; }

    /// <summary>Start; null when unknown.</summary>
    public string? StartedAt { get; init; }

    /// <summary>End; null while it has not ended.</summary>
    public string? EndedAt { get; init; }

    /// <summary>Time from start to end in milliseconds; null when either is unknown.</summary>
    public long? DurationMs { get; init; }

    /// <summary>The job.</summary>
    public required MarquezName Job { get; init; }

    /// <summary>All facets.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Facets { get; init; }
}

/// <summary>A page of runs.</summary>
/// <param name="Runs">The page, latest first.</param>
public sealed record MarquezRuns(IReadOnlyList<MarquezRun> Runs);
