using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>A product as lists show it.</summary>
/// <param name="Product">The product.</param>
/// <param name="Freshness">The worst light of its views; of its sources when it has no view.</param>
/// <param name="Checks">The checks of its sources together.</param>
/// <param name="ReaderCount">Services and products that read it.</param>
public sealed record ProductSummary(DataProduct Product, Status Freshness, CheckCounts Checks, int ReaderCount)
{
    /// <summary>From facts that were asked for together.</summary>
    public static ProductSummary Of(
        DefinitionSet definitions, DataProduct product, IReadOnlyDictionary<string, ViewFacts> views, IReadOnlyList<SourceFacts> sources, IReadOnlyList<CheckLine> checks)
    {
        var names = ProductMap.SourcesOf(definitions, product);
        var served = ProductMap.ViewsOf(definitions, product);
        var freshness = served.Count > 0
            ? served.Select(view => views.GetValueOrDefault(view.Name)?.Freshness.Status ?? Status.Unknown)
            : sources.Where(source => names.Contains(source.Source.Name)).Select(static source => source.Status);
        return new ProductSummary(
            product, StatusOrder.Worst(freshness), CheckCounts.Of(checks.Where(line => names.Contains(line.Result.Source))), ProductMap.ReadersOf(definitions, product).Count);
    }
}
