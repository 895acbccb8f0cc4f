namespace Lineage.Model;

/// <summary>
/// The edges that an owner declares without a run (a JobEvent for its job, a DatasetEvent for its dataset). A later declaration
/// replaces an earlier one whole.
/// </summary>
/// <param name="Owner">The job or dataset whose event declares the edges.</param>
/// <param name="Stamp">Stamp of the event.</param>
/// <param name="Edges">The edges.</param>
public sealed record DeclaredLineage(NodeKey Owner, Stamp Stamp, IReadOnlyList<DeclaredEdge> Edges) : IMergeable<DeclaredLineage>
{
    /// <inheritdoc />
    public Guid Key => Owner.Value;

    /// <inheritdoc />
    public DeclaredLineage Merge(DeclaredLineage other) => Stamp < other.Stamp ? other : this;
}

/// <summary>One declared edge.</summary>
/// <param name="From">Where data comes from.</param>
/// <param name="To">Where data goes.</param>
public sealed record DeclaredEdge(EdgeEnd From, EdgeEnd To);
