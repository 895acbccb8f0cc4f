using Lineage.Model;

namespace Lineage.Ingest;

/// <summary>What a lineage facet says.</summary>
internal sealed class FacetLineage
{
    public List<DeclaredEdge> Edges { get; } = [];

    public HashSet<DatasetId> Datasets { get; } = [];

    public HashSet<JobId> Jobs { get; } = [];

    public Dictionary<DatasetId, List<ColumnEdge>> Columns { get; } = [];
}
