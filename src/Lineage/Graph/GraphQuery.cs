namespace Lineage.Graph;

/// <summary>What part of the lineage to show.</summary>
public sealed record GraphQuery
{
    /// <summary>Largest legal depth.</summary>
    public const int MaxDepth = 100;

    /// <summary>Largest legal number of nodes.</summary>
    public const int MaxNodes = 500;

    /// <summary>Node id: <c>dataset:{ns}:{name}</c>, <c>job:{ns}:{name}</c> or <c>datasetField:{ns}:{dataset}:{column}</c>.</summary>
    public required string NodeId { get; init; }

    /// <summary>Which way.</summary>
    public LineageDirection Direction { get; init; } = LineageDirection.Both;

    /// <summary>Steps from the start, 0 to 100. From a dataset to the job that reads it is one step. Default 20.</summary>
    public int Depth { get; init; } = 20;

    /// <summary>Most nodes, the start among them, 1 to 500. Default 500.</summary>
    public int Limit { get; init; } = MaxNodes;
}
