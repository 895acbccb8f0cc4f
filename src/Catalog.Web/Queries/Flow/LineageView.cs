using Lineage.Runs;

namespace Catalog.Web.Queries.Flow;

/// <summary>Everything that a lineage page shows.</summary>
public sealed record LineageView
{
    public required LineageAddress Address { get; init; }

    /// <summary>The graph as read, before alike nodes were drawn as one.</summary>
    public required FlowGraph Graph { get; init; }

    public required FlowDrawing Drawing { get; init; }

    public required IReadOnlyList<FlowRow> Rows { get; init; }

    /// <summary>What breaks; null when the page does not ask.</summary>
    public ImpactAnalysis? Impact { get; init; }

    public required FlowSelection Selection { get; init; }

    /// <summary>How long reading and placing took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>The node that the page is about.</summary>
    public FlowNode Start => Graph.Nodes.First(node => node.Id == Graph.Start);

    /// <summary>Its name, with the column when the page is about one.</summary>
    public string Title => Graph.StartColumn is { Length: > 0 } column ? $"{Start.Title}.{column}" : Start.Title;
}

/// <summary>The node whose facts are shown.</summary>
public sealed record FlowSelection
{
    public required FlowNode Node { get; init; }

    /// <summary>Its page; null when it has none.</summary>
    public string? Href { get; init; }

    /// <summary>Who answers for it; null when nobody is known.</summary>
    public string? Owner { get; init; }

    public string? Domain { get; init; }

    /// <summary>The definition in a sentence; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Nodes that flow into it, whether drawn or not.</summary>
    public int InCount { get; init; }

    /// <summary>Nodes that it flows into, whether drawn or not.</summary>
    public int OutCount { get; init; }

    /// <summary>The latest run that wrote it, for a job the latest of its own; null when there is none.</summary>
    public RunSummary? LastRun { get; init; }
}
