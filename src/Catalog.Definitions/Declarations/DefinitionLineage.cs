using Catalog.Core.Events;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using FeatureStore.Model;
using Ingestion.Enrichments;
using Ingestion.Model;

namespace Catalog.Definitions.Declarations;

/// <summary>
/// What the definitions say about the flow of data: views are made from sources, services from views, products from what lies behind their ports. It holds before
/// anything has run, and column by column.
/// </summary>
internal static class DefinitionLineage
{
    /// <summary>One declaration for each source, view, service and product.</summary>
    public static IReadOnlyList<DatasetDeclaration> Of(DefinitionSet definitions) =>
    [
        .. definitions.Sources.Select(source => Declare(
            definitions, DefinitionKind.Source, source.Name, DatasetOf(source), source.From is null ? [] : EnrichedDataset.InputsOf(source))),
        .. definitions.Views.Select(view => Declare(definitions, DefinitionKind.FeatureView, view.Name, ViewDataset.WithOrigins(view), [DatasetRef.Source(view.Source)])),
        .. definitions.OnDemandViews.Select(view => Declare(
            definitions,
            DefinitionKind.OnDemandFeatureView,
            view.Name,
            OnDemandDataset.WithOrigins(view, name => definitions.FindView(name)),
            [.. view.Sources.Select(static source => DatasetRef.View(source.View)).Distinct()])),
        .. definitions.Services.Select(service => Declare(
            definitions,
            DefinitionKind.FeatureService,
            service.Name,
            DatasetOf(definitions, service),
            [.. service.Projections.Select(projection => DatasetOf(definitions, projection)).Distinct()])),
        .. definitions.Products.Select(product => Declare(
            definitions, DefinitionKind.DataProduct, product.Name, DatasetOf(definitions, product), InputsOf(definitions, product))),
    ];

    // A definition says something else once one that it names has changed, so the latest change among them dates it.
    private static DatasetDeclaration Declare(
        DefinitionSet definitions, DefinitionKind kind, string name, DatasetRef dataset, IReadOnlyList<DatasetRef> inputs)
    {
        var waiting = new Queue<DefinitionId>([new DefinitionId(kind, name)]);
        var seen = new HashSet<DefinitionId>();
        var latest = Instant.MinValue;
        while (waiting.TryDequeue(out var id))
        {
            if (seen.Add(id) && definitions.Find(id) is { } definition)
            {
                latest = definition.ChangedAt > latest ? definition.ChangedAt : latest;
                foreach (var used in definitions.UsesOf(id))
                {
                    waiting.Enqueue(used);
                }
            }
        }

        return new DatasetDeclaration(dataset, inputs, latest);
    }

    private static DatasetRef DatasetOf(Source source) => source.From is not null
        ? EnrichedDataset.WithOrigins(source)
        : DatasetRef.Source(source.Name) with { Fields = [.. source.Columns.Select(static column => new DatasetField(column.Name, column.Type))] };

    private static DatasetRef DatasetOf(DefinitionSet definitions, FeatureService service)
    {
        var columns = service.Projections.SelectMany(projection => FeaturesOf(definitions, projection)).ToList();
        var names = ServiceDataset.ColumnsOf([.. columns.Select(static column => (column.Projection.Alias ?? column.Projection.View, column.Name))]);
        return DatasetRef.Service(service.Name) with
        {
            Fields = [.. columns.Zip(names, static (column, name) => new DatasetField(name, column.Type))],
            Origins =
            [
                .. columns.Zip(names, (column, name) => new ColumnOrigin(name, DatasetOf(definitions, column.Projection), column.Name)),
                .. service.Projections.Select(static projection => projection.View).Distinct()
                    .SelectMany(view => definitions.FindView(view)?.Entities.Select(entity => (View: view, entity.JoinKey)) ?? [])
                    .Select(static key => new ColumnOrigin(string.Empty, DatasetRef.View(key.View), key.JoinKey, Indirect: true)),
            ],
        };
    }

    private static DatasetRef DatasetOf(DefinitionSet definitions, FeatureProjection projection)
        => definitions.FindOnDemandView(projection.View) is null ? DatasetRef.View(projection.View) : DatasetRef.OnDemandView(projection.View);

    private static IEnumerable<(FeatureProjection Projection, string Name, DataType Type)> FeaturesOf(DefinitionSet definitions, FeatureProjection projection)
    {
        var features = definitions.FindView(projection.View)?.Features.Select(static feature => (feature.Name, feature.Type))
            ?? definitions.FindOnDemandView(projection.View)?.Features.Select(static feature => (feature.Name, feature.Type)) ?? [];
        return features.Where(feature => projection.Features.Count == 0 || projection.Features.Contains(feature.Name)).Select(feature => (projection, feature.Name, feature.Type));
    }

    /// <summary>A product has no columns of its own: each column behind a port influences it as a whole.</summary>
    private static DatasetRef DatasetOf(DefinitionSet definitions, DataProduct product) => DatasetRef.Product(product.Name) with
    {
        Origins =
        [
            .. product.OutputPorts.Select(port => BehindOf(definitions, port)).OfType<DatasetRef>().DistinctBy(static behind => behind.Name)
                .SelectMany(static behind => behind.Fields.Select(field => new ColumnOrigin(string.Empty, new DatasetRef(behind.Namespace, behind.Name), field.Name))),
        ],
    };

    private static IReadOnlyList<DatasetRef> InputsOf(DefinitionSet definitions, DataProduct product)
    {
        var behind = product.OutputPorts.Select(NameBehind).OfType<DatasetRef>().Distinct().ToList();
        var sources = behind.SelectMany(dataset => SourcesOf(definitions, dataset)).ToHashSet();

        // A source that already flows in through a port is not an input of its own.
        var others = product.Inputs.Select(static input => input.Split('/')).Select(static parts => parts.Length == 1
            ? DatasetRef.Source(parts[0])
            : DatasetRef.Product(parts[0]));
        return [.. behind.Concat(others.Where(other => !sources.Contains(other))).Distinct()];
    }

    private static IEnumerable<DatasetRef> SourcesOf(DefinitionSet definitions, DatasetRef dataset)
    {
        var views = definitions.Views.Where(view => DatasetRef.View(view.Name) == dataset);
        var served = definitions.Services.Where(service => DatasetRef.Service(service.Name) == dataset)
            .SelectMany(static service => service.Projections).SelectMany(projection => definitions.ViewsBehind(projection.View));
        var ports = definitions.Sources.Where(source => DatasetRef.Source(source.Name) == dataset).Select(static source => source.Name);
        return views.Concat(served).Select(static view => view.Source).Concat(ports).SelectMany(definitions.StreamsOf).Select(static source => DatasetRef.Source(source.Name)).Append(dataset);
    }

    private static DatasetRef? NameBehind(OutputPort port)
        => port.FeatureView is { } view ? DatasetRef.View(view)
        : port.FeatureService is { } service ? DatasetRef.Service(service)
        : port.Source is { } source ? DatasetRef.Source(source)
        : null;

    private static DatasetRef? BehindOf(DefinitionSet definitions, OutputPort port)
        => port.FeatureView is { } view ? definitions.FindView(view) is { } found ? ViewDataset.WithOrigins(found) : null
        : port.FeatureService is { } name ? definitions.FindModel<FeatureService>(DefinitionKind.FeatureService, name) is { } service ? DatasetOf(definitions, service) : null
        : port.Source is { } source ? definitions.FindSource(source) is { } read ? DatasetOf(read) : null
        : null;
}
