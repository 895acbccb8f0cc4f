using Catalog.Core.Model;
using Catalog.Core.Values;
using Lineage.Graph;
using Lineage.Model;

namespace Catalog.Web.Queries.Flow;

/// <summary>A part of the lineage as people read it: datasets with arrows between them, jobs only where an arrow cannot stand for them.</summary>
public sealed record FlowGraph
{
    /// <summary>Id of the node that the page is about.</summary>
    public required string Start { get; init; }

    /// <summary>Its column, when the page is about one; otherwise null.</summary>
    public string? StartColumn { get; init; }

    /// <summary>Nodes by distance, then id; the start is among them.</summary>
    public required IReadOnlyList<FlowNode> Nodes { get; init; }

    /// <summary>Edges between them, each pair once.</summary>
    public required IReadOnlyList<FlowEdge> Edges { get; init; }

    /// <summary>What is known of columns; empty unless it was asked for.</summary>
    public IReadOnlyList<FlowColumnEdge> ColumnEdges { get; init; } = [];

    /// <summary>Why something is missing; null when nothing is.</summary>
    public GraphTruncation? TruncatedBy { get; init; }
}

/// <summary>One node.</summary>
public sealed record FlowNode
{
    /// <summary>Node id as the lineage doors write it.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required FlowKind Kind { get; init; }

    /// <summary>Its name without what the kind says already.</summary>
    public required string Title { get; init; }

    /// <summary>Whether the name is an identifier rather than words for people.</summary>
    public bool IsIdentifier { get; init; } = true;

    /// <summary>Namespace and name as the events give them.</summary>
    public required DatasetId Name { get; init; }

    /// <summary>The definition behind it; null when there is none.</summary>
    public DefinitionId? Definition { get; init; }

    /// <summary>Steps from the start: negative upstream, positive downstream.</summary>
    public int Distance { get; init; }

    /// <summary>Latest event that named it.</summary>
    public Instant LastSeen { get; init; }

    /// <summary>Its columns in order, as far as they are known and were asked for.</summary>
    public IReadOnlyList<FlowColumn> Columns { get; init; } = [];

    /// <summary>The nodes that it stands for; empty for an ordinary node.</summary>
    public IReadOnlyList<FlowNode> Members { get; init; } = [];
}

/// <summary>One column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null when no schema names it.</param>
public sealed record FlowColumn(string Name, string? Type);

/// <summary>Data flows from one node to another.</summary>
public sealed record FlowEdge
{
    /// <summary>Id of the node that data comes from.</summary>
    public required string From { get; init; }

    /// <summary>Id of the node that data goes to.</summary>
    public required string To { get; init; }

    /// <summary>Latest run that showed it; null when it is only declared.</summary>
    public Instant? LastSeen { get; init; }

    /// <summary>Names of the jobs that carry the data, sorted; empty when none is known.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];
}

/// <summary>A column influences another one.</summary>
/// <param name="From">Id of the node that data comes from.</param>
/// <param name="FromColumn">Its column.</param>
/// <param name="To">Id of the node that data goes to.</param>
/// <param name="ToColumn">Its column; empty when whole rows are influenced.</param>
/// <param name="Indirect">True when the input decides about the value without being part of it.</param>
/// <param name="Masked">True when the input cannot be read off the result.</param>
/// <param name="How">In words: what is done with the value.</param>
public sealed record FlowColumnEdge(string From, string FromColumn, string To, string ToColumn, bool Indirect, bool Masked, string How);
