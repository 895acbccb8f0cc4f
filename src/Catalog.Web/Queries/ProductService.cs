using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using FeatureStore.Model;

namespace Catalog.Web.Queries;

/// <summary>Gathers what is known of a data product: its ports, how good and how new it is, who reads it, what changed. Thread-safe.</summary>
public sealed class ProductService(
    DefinitionRegistry registry, ViewFactsService views, SourceFactsService sources, CheckService checks, TrainingSetReaders trainingSets, ProofQuery proof)
{
    private const int MostChanges = 8;

    /// <summary>The product; null when the domain has none of that name.</summary>
    public async Task<ProductFacts?> FindAsync(string domain, string name, CancellationToken cancellationToken)
    {
        var definitions = registry.Current;
        var id = new DefinitionId(DefinitionKind.DataProduct, name);
        if (definitions.Find(id) is not { } definition || definitions.FindModel(id) is not DataProduct product || product.Domain != domain)
        {
            return null;
        }

        var viewFacts = await views.GetAllAsync(cancellationToken);
        var sourceFacts = await sources.ListAsync(ProductMap.SourcesOf(definitions, product), cancellationToken);
        return new ProductFacts
        {
            Product = product,
            Definition = definition,
            Ports = [.. product.OutputPorts.Select(port => Describe(definitions, port, viewFacts, sourceFacts))],
            Sources = sourceFacts,
            Inputs = [.. product.Inputs.Where(static input => input.Contains('/', StringComparison.Ordinal)).Select(input => InputOf(definitions, input))],
            Checks = await checks.ListAsync([.. sourceFacts.Select(static source => source.Source.Name)], cancellationToken),
            Readers = ProductMap.ReadersOf(definitions, product),
            TrainingSets = await trainingSets.ListAsync([.. ProductMap.ViewsOf(definitions, product).Select(static view => view.Name)], cancellationToken),
            Proof = await proof.SummarizeWithDaysAsync([.. ProductMap.ViewsOf(definitions, product).Select(static view => view.Name)], cancellationToken),
            Changes = DefinitionChanges.Newest(definitions, ProductMap.PartsOf(definitions, product), MostChanges),
        };
    }

    private static PortFacts Describe(
        DefinitionSet definitions, OutputPort port, IReadOnlyDictionary<string, ViewFacts> views, IReadOnlyList<SourceFacts> sources)
    {
        var target = ProductMap.TargetOf(port);
        var source = sources.FirstOrDefault(source => source.Source.Name == port.Source);
        var served = ProductMap.ViewsOf(definitions, port);
        return new PortFacts
        {
            Port = port,
            Target = target,
            Href = DefinitionKinds.HrefOf(definitions, target) ?? string.Empty,
            Views = [.. served.Select(view => views.GetValueOrDefault(view.Name)).OfType<ViewFacts>()],
            Source = source,
            Contract = port.Contract is { } contract ? definitions.FindModel<Contract>(DefinitionKind.Contract, contract) : null,
            FeatureCount = FeatureCountOf(definitions, port, served),
        };
    }

    private static int FeatureCountOf(DefinitionSet definitions, OutputPort port, IReadOnlyList<FeatureView> views)
        => port.FeatureService is { } name && definitions.FindModel<FeatureService>(DefinitionKind.FeatureService, name) is { } service
            ? ServiceLine.Of(definitions, service).Count
            : views.Sum(static view => view.Features.Count);

    private static ProductInput InputOf(DefinitionSet definitions, string input)
    {
        var (name, port) = input.Split('/', 2) is [var left, var right] ? (left, right) : (input, string.Empty);
        var product = definitions.FindModel<DataProduct>(DefinitionKind.DataProduct, name);
        var href = DefinitionKinds.HrefOf(definitions, new DefinitionId(DefinitionKind.DataProduct, name));
        return new ProductInput(
            input,
            product?.Title ?? name,
            href is null ? null : $"{href}?port={Uri.EscapeDataString(port)}",
            product?.OutputPorts.FirstOrDefault(candidate => candidate.Name == port)?.Version);
    }
}
