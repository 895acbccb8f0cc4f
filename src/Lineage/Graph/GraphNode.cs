using Catalog.Core.Values;
using Lineage.Model;

namespace Lineage.Graph;

/// <summary>A node of a graph that was asked for.</summary>
public sealed record GraphNode
{
    /// <summary>Node id as Marquez writes it; the same text leads to this node again.</summary>
    public required string Id { get; init; }

    /// <summary>Dataset, job or column.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>Namespace of the dataset or job.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the dataset or job.</summary>
    public required string Name { get; init; }

    /// <summary>The column; null for other kinds. Empty when whole rows of the dataset are influenced.</summary>
    public string? Column { get; init; }

    /// <summary>Steps from the start: 0 there, negative upstream, positive downstream.</summary>
    public required int Distance { get; init; }

    /// <summary>Latest event that named the dataset or job.</summary>
    public required Instant LastSeen { get; init; }

    /// <summary>State of a job's latest run; null for other kinds and for a job that never ran.</summary>
    public RunState? LatestRun { get; init; }
}
