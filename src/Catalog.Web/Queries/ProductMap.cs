using Catalog.Core.Model;
using Catalog.Definitions.Model;
using FeatureStore.Model;

namespace Catalog.Web.Queries;

/// <summary>What lies behind a data product, by its definitions alone: through which views and sources its ports are fed.</summary>
public static class ProductMap
{
    /// <summary>The definition behind a port.</summary>
    public static DefinitionId TargetOf(OutputPort port) => port switch
    {
        { FeatureView: { } view } => new DefinitionId(DefinitionKind.FeatureView, view),
        { FeatureService: { } service } => new DefinitionId(DefinitionKind.FeatureService, service),
        _ => new DefinitionId(DefinitionKind.Source, port.Source ?? string.Empty),
    };

    /// <summary>The views that a port serves: its own, or those of its service; none for the port of a source.</summary>
    public static IReadOnlyList<FeatureView> ViewsOf(DefinitionSet definitions, OutputPort port)
    {
        if (port.FeatureView is { } name)
        {
            return definitions.FindView(name) is { } view ? [view] : [];
        }

        return port.FeatureService is { } serviceName && definitions.FindModel<FeatureService>(DefinitionKind.FeatureService, serviceName) is { } service
            ? ViewsOf(definitions, service)
            : [];
    }

    /// <summary>The views that a service takes features from, also those behind on-demand views, each once.</summary>
    public static IReadOnlyList<FeatureView> ViewsOf(DefinitionSet definitions, FeatureService service)
        => [.. service.Projections.SelectMany(projection => definitions.ViewsBehind(projection.View)).DistinctBy(static view => view.Name)];

    /// <summary>The on-demand views that a service takes features from, each once.</summary>
    public static IReadOnlyList<OnDemandFeatureView> OnDemandViewsOf(DefinitionSet definitions, FeatureService service)
        => [.. service.Projections.Select(static projection => projection.View).Distinct(StringComparer.Ordinal).Select(name => definitions.FindOnDemandView(name)).OfType<OnDemandFeatureView>()];

    /// <summary>The views that a product serves, each once, in the order of its ports.</summary>
    public static IReadOnlyList<FeatureView> ViewsOf(DefinitionSet definitions, DataProduct product)
        => [.. product.OutputPorts.SelectMany(port => ViewsOf(definitions, port)).DistinctBy(static view => view.Name)];

    /// <summary>The sources that a product is made from, through its ports or its inputs, by name; with an enriched source also the stream that it is made of. Sources behind other products' ports are theirs.</summary>
    public static IReadOnlyList<string> SourcesOf(DefinitionSet definitions, DataProduct product)
        => [.. product.OutputPorts.Select(static port => port.Source)
            .Concat(product.Inputs)
            .Concat(ViewsOf(definitions, product).Select(static view => view.Source))
            .OfType<string>().SelectMany(definitions.StreamsOf).Select(static source => source.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The services of others and the products that read a product, by kind, then name. A service that is itself a port counts: a model reads it.</summary>
    public static IReadOnlyList<ProductReader> ReadersOf(DefinitionSet definitions, DataProduct product)
    {
        var views = ViewsOf(definitions, product).Select(static view => view.Name).ToHashSet(StringComparer.Ordinal);
        var services = definitions.Services
            .Select(service => (Service: service, Views: ViewsOf(definitions, service).Count(view => views.Contains(view.Name))))
            .Where(static use => use.Views > 0)
            .Select(use => new ProductReader(new DefinitionId(DefinitionKind.FeatureService, use.Service.Name), use.Service.Name, use.Service.Domain, use.Service.Owner));
        var products = definitions.Products
            .Where(other => other.Inputs.Any(input => input.StartsWith(product.Name + "/", StringComparison.Ordinal)))
            .Select(static other => new ProductReader(new DefinitionId(DefinitionKind.DataProduct, other.Name), other.Title ?? other.Name, other.Domain, other.Owner));
        return [.. services.Concat(products)];
    }

    /// <summary>Everything whose change is felt by readers of the product: itself, what is behind its ports, the sources and their contracts.</summary>
    public static IReadOnlyList<DefinitionId> PartsOf(DefinitionSet definitions, DataProduct product)
    {
        var sources = SourcesOf(definitions, product);
        return [.. product.OutputPorts.Select(TargetOf)
            .Prepend(new DefinitionId(DefinitionKind.DataProduct, product.Name))
            .Concat(ViewsOf(definitions, product).Select(static view => new DefinitionId(DefinitionKind.FeatureView, view.Name)))
            .Concat(product.OutputPorts.Select(port => definitions.FindModel(TargetOf(port))).OfType<FeatureService>()
                .SelectMany(service => OnDemandViewsOf(definitions, service)).Select(static view => new DefinitionId(DefinitionKind.OnDemandFeatureView, view.Name)))
            .Concat(sources.Select(static source => new DefinitionId(DefinitionKind.Source, source)))
            .Concat(ContractsOf(definitions, product).Select(static contract => new DefinitionId(DefinitionKind.Contract, contract.Name)))
            .Distinct().Where(id => definitions.Find(id) is not null)];
    }

    /// <summary>The contracts of a product's ports and sources, each once, by name.</summary>
    public static IReadOnlyList<Contract> ContractsOf(DefinitionSet definitions, DataProduct product)
        => [.. product.OutputPorts.Select(static port => port.Contract)
            .Concat(SourcesOf(definitions, product).Select(source => definitions.FindSource(source)?.Contract))
            .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => definitions.FindModel<Contract>(DefinitionKind.Contract, name)).OfType<Contract>()];
}

/// <summary>Something that reads a product.</summary>
/// <param name="Id">Which definition.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Domain">Its domain.</param>
/// <param name="Owner">Its team.</param>
public sealed record ProductReader(DefinitionId Id, string Title, string Domain, string Owner);
