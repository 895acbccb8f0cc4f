namespace Lineage.Graph;

/// <summary>Why a graph is not complete.</summary>
public enum GraphTruncation
{
    /// <summary>There is more beyond the depth that was asked for.</summary>
    Depth,

    /// <summary>There are more nodes than the limit.</summary>
    Nodes,
}
