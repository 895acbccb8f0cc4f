namespace Lineage.Model;

/// <summary>What a node of the lineage graph is. Numbers are stable: they are stored.</summary>
public enum NodeKind
{
    /// <summary>A dataset.</summary>
    Dataset = 0,

    /// <summary>A job.</summary>
    Job = 1,

    /// <summary>A column of a dataset.</summary>
    Column = 2,
}
