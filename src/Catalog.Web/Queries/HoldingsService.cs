using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;

namespace Catalog.Web.Queries;

/// <summary>Gathers what a part of the catalogue holds, with its numbers. Thread-safe.</summary>
public sealed class HoldingsService(DefinitionRegistry registry, ViewFactsService views, SourceFactsService sources, CheckService checks)
{
    /// <summary>Products, views and sources whose definition fits.</summary>
    public async Task<Holdings> OfAsync(Func<Definition, bool> fits, CancellationToken cancellationToken)
    {
        var definitions = registry.Current;
        bool Fits(DefinitionKind kind, string name) => definitions.Find(new DefinitionId(kind, name)) is { } definition && fits(definition);

        var products = definitions.Products.Where(product => Fits(DefinitionKind.DataProduct, product.Name)).ToList();
        var behind = products.SelectMany(product => ProductMap.SourcesOf(definitions, product)).ToHashSet(StringComparer.Ordinal);
        var own = definitions.Sources.Where(source => Fits(DefinitionKind.Source, source.Name)).Select(static source => source.Name).ToHashSet(StringComparer.Ordinal);
        HashSet<string> named = [.. behind, .. own];

        var viewFacts = await views.GetAllAsync(cancellationToken);
        var sourceFacts = await sources.ListAsync(named, cancellationToken);
        var lines = await checks.ListAsync(named, cancellationToken);
        return new Holdings(
            [.. products.Select(product => ProductSummary.Of(definitions, product, viewFacts, sourceFacts, lines))],
            [.. definitions.Views.Where(view => Fits(DefinitionKind.FeatureView, view.Name)).Select(view => viewFacts.GetValueOrDefault(view.Name)).OfType<ViewFacts>()],
            [.. sourceFacts.Where(source => own.Contains(source.Source.Name))],
            lines);
    }
}
