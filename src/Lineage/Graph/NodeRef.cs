using Lineage.Model;

namespace Lineage.Graph;

/// <summary>A node by name.</summary>
/// <param name="Kind">Dataset, job or column.</param>
/// <param name="Namespace">Namespace of the dataset or job.</param>
/// <param name="Name">Name of the dataset or job.</param>
/// <param name="Column">The column; null for other kinds.</param>
public sealed record NodeRef(NodeKind Kind, string Namespace, string Name, string? Column)
{
    /// <summary>Key of the dataset or job; for a column, of its dataset.</summary>
    public NodeKey Key => Kind == NodeKind.Job
        ? NodeKey.Of(new JobId(Namespace, Name))
        : NodeKey.Of(new DatasetId(Namespace, Name));
}
