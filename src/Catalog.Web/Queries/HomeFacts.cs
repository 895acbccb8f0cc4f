using Catalog.Definitions.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries;

/// <summary>What the home page tells, of everything or of what one team owns.</summary>
/// <param name="Holdings">Products, views and sources; views that need attention first.</param>
/// <param name="Attention">What somebody should look at, worst first.</param>
/// <param name="Runs">The latest runs.</param>
/// <param name="Changes">The latest changes of definitions.</param>
/// <param name="Proof">How far trained equals served for the views.</param>
public sealed record HomeFacts(Holdings Holdings, IReadOnlyList<AttentionItem> Attention, IReadOnlyList<RunSummary> Runs, IReadOnlyList<Definition> Changes, ProofSummary Proof)
{
    /// <summary>Nothing.</summary>
    public static readonly HomeFacts Empty = new(new Holdings([], [], [], []), [], [], [], ProofSummary.Empty);
}
