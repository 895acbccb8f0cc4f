namespace Lineage.Model;

/// <summary>
/// Where the columns of a dataset come from, as one job states it. Another statement of the same job replaces it whole; statements of
/// different jobs stand side by side.
/// </summary>
/// <param name="Job">The job that writes the dataset; null when a DatasetEvent states it.</param>
/// <param name="Dataset">The dataset whose columns are explained.</param>
/// <param name="Stamp">Stamp of the event.</param>
/// <param name="Edges">The edges, without repetition.</param>
public sealed record ColumnLineage(JobId? Job, DatasetId Dataset, Stamp Stamp, IReadOnlyList<ColumnEdge> Edges) : IMergeable<ColumnLineage>
{
    /// <inheritdoc />
    public Guid Key => NodeKey.Derive(
        "columns", Job?.Namespace ?? string.Empty, Job?.Name ?? string.Empty, Dataset.Namespace, Dataset.Name);

    /// <inheritdoc />
    public ColumnLineage Merge(ColumnLineage other) => Stamp < other.Stamp ? other : this;
}
