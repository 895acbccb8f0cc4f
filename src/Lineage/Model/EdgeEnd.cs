namespace Lineage.Model;

/// <summary>One end of an edge.</summary>
/// <param name="Kind">Dataset or job.</param>
/// <param name="Key">Its key.</param>
public readonly record struct EdgeEnd(NodeKind Kind, NodeKey Key)
{
    /// <summary>A dataset as an end.</summary>
    public static EdgeEnd Of(DatasetId dataset) => new(NodeKind.Dataset, dataset.Key);

    /// <summary>A job as an end.</summary>
    public static EdgeEnd Of(JobId job) => new(NodeKind.Job, job.Key);
}
