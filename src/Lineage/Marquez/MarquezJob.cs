using System.Text.Json;

namespace Lineage.Marquez;

/// <summary>A job.</summary>
public sealed record MarquezJob
{
    /// <summary>Name.</summary>
    public required MarquezName Id { get; init; }

    /// <summary><c>BATCH</c>, <c>STREAM</c> or <c>SERVICE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Name without namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The last part of a dotted name.</summary>
    public required string SimpleName { get; init; }

    /// <summary>Earliest event that named it.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>Latest event that named it.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>Namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>What it reads.</summary>
    public required IReadOnlyList<MarquezName> Inputs { get; init; }

    /// <summary>What it writes.</summary>
    public required IReadOnlyList<MarquezName> Outputs { get; init; }

    /// <summary>Where its source code is; null when not stated.</summary>
    public string? Location { get; init; }

    /// <summary>Description; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Latest run; null when it never ran.</summary>
    public MarquezRun? LatestRun { get; init; }

    /// <summary>All facets.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Facets { get; init; }
}

/// <summary>A page of jobs.</summary>
/// <param name="TotalCount">Length of the whole list.</param>
/// <param name="Jobs">The page.</param>
public sealed record MarquezJobs(long TotalCount, IReadOnlyList<MarquezJob> Jobs);
