namespace Lineage.Model;

/// <summary>A dataset that a run read or wrote. Inputs and outputs of a run accumulate over its events.</summary>
/// <param name="Run">The run.</param>
/// <param name="Dataset">The dataset, under the name that the event gave.</param>
/// <param name="Direction">Read or written.</param>
/// <param name="Seen">When events of the run named it. A streaming run names it again and again, so a filter by time finds it.</param>
/// <param name="Facets">Input or output facets, such as <c>inputStatistics</c>.</param>
public sealed record RunDatasetRecord(RunKey Run, DatasetId Dataset, DatasetDirection Direction, SeenSpan Seen, FacetMap Facets)
    : IMergeable<RunDatasetRecord>
{
    /// <inheritdoc />
    public Guid Key => NodeKey.Derive("run-dataset", Run.Key.ToString("N"), Dataset.Namespace, Dataset.Name, Direction.ToString());

    /// <inheritdoc />
    public RunDatasetRecord Merge(RunDatasetRecord other)
        => this with { Seen = Seen.Merge(other.Seen), Facets = Facets.Merge(other.Facets) };
}
