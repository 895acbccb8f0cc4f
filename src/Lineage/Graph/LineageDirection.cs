namespace Lineage.Graph;

/// <summary>Which way to follow the flow of data.</summary>
[Flags]
public enum LineageDirection
{
    /// <summary>Nowhere: the node alone.</summary>
    None = 0,

    /// <summary>To where data comes from.</summary>
    Upstream = 1,

    /// <summary>To where data goes.</summary>
    Downstream = 2,

    /// <summary>Both, each from the start alone: what else the sources feed is not followed.</summary>
    Both = Upstream | Downstream,
}
