namespace Catalog.Web.Queries;

/// <summary>What a part of the catalogue holds: a domain, a team, a page of a list, everything.</summary>
/// <param name="Products">Products by name.</param>
/// <param name="Views">Feature views by name.</param>
/// <param name="Sources">Sources by name.</param>
/// <param name="Checks">The checks of these sources, and of those behind the products, worst first.</param>
public sealed record Holdings(
    IReadOnlyList<ProductSummary> Products, IReadOnlyList<ViewFacts> Views, IReadOnlyList<SourceFacts> Sources, IReadOnlyList<CheckLine> Checks)
{
    /// <summary>Refused events of the sources that wait for somebody.</summary>
    public long OpenQuarantined => Sources.Sum(static source => source.OpenQuarantined);
}
