using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Search;
using Catalog.Web.Formatting;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>Tells in short what a search result is. Answers from memory. Thread-safe.</summary>
public sealed class PreviewService(DefinitionRegistry registry)
{
    /// <summary>The preview of a thing; empty for one that is no definition in force.</summary>
    public Preview Of(SearchId id)
    {
        var definitions = registry.Current;
        return id.Definition is { } definition && definitions.FindModel(definition) is { } model ? Of(definitions, model) : Preview.Empty;
    }

    private static Preview Of(DefinitionSet definitions, object model) => model switch
    {
        FeatureView view => new Preview(
            [
                new("Key", string.Join(", ", view.Entities.Select(static entity => entity.JoinKey))),
                new("Source", view.Source, DefinitionKinds.HrefOf(definitions, new DefinitionId(DefinitionKind.Source, view.Source))),
                new("Version", $"v{view.Version}"),
                new("Max age", view.Ttl > TimeSpan.Zero ? Durations.Words(view.Ttl) : "for ever"),
            ],
            "Feature", "Type", [.. view.Features.Select(static feature => new PreviewPart(feature.Name, feature.Type.ToString()))]),
        OnDemandFeatureView view => new Preview(
            [
                new("Reads", view.Sources.Count == 0 ? "the request only" : string.Join(", ", view.Sources.Select(static source => source.View))),
                new("Request values", view.Requests.Count == 0 ? Numbers.None : string.Join(", ", view.Requests.SelectMany(static request => request.Schema).Select(static value => value.Name))),
                new("Version", $"v{view.Version}"),
            ],
            "Feature", "Type", [.. view.Features.Select(static feature => new PreviewPart(feature.Name, feature.Type.ToString()))]),
        Source source => new Preview(
            [
                new("Comes as", SourceWords.FormatOf(source)),
                new("Contract", source.Contract ?? Numbers.None, source.Contract is { } contract ? DefinitionKinds.HrefOf(DefinitionKind.Contract, contract) : null),
                new("Event time", source.TimestampColumn),
            ],
            "Column", "Type", [.. source.Columns.Select(static column => new PreviewPart(column.Name, column.Type.ToString()))]),
        DataProduct product => new Preview(
            [new("Version", product.Version), new("Lifecycle", Lifecycles.WordOf(product.Status)), new("Readers", Numbers.Count(ProductMap.ReadersOf(definitions, product).Count))],
            "Output port", "Serves", [.. product.OutputPorts.Select(static port => new PreviewPart(port.Name, DefinitionKinds.Of(ProductMap.TargetOf(port).Kind).Label))]),
        Contract contract => new Preview(
            [new("Version", contract.Version), new("Standard", $"ODCS {contract.ApiVersion}"), new("Lifecycle", Lifecycles.WordOf(contract.Status))],
            "Column", "Rules",
            [.. contract.Schema.SelectMany(static schema => schema.Properties).Select(static property => new PreviewPart(property.Name, string.Join("; ", ColumnRules.Of(property).Take(2))))]),
        FeatureService service => new Preview(
            [new("Views", string.Join(", ", ProductMap.ViewsOf(definitions, service).Select(static view => view.Name)))],
            "Feature", "Type", [.. ServiceLine.Of(definitions, service).Select(static line => new PreviewPart(line.Feature, line.Type.ToString()))]),
        Entity entity => new Preview(
            [new("Join key", entity.JoinKey), new("Type", entity.Type.ToString()), new("Views", Numbers.Count(definitions.Views.Count(view => view.Entities.Any(used => used.Name == entity.Name))))],
            string.Empty, string.Empty, []),
        Domain domain => new Preview(
            [
                new("Products", Numbers.Count(definitions.Products.Count(product => product.Domain == domain.Name))),
                new("Views", Numbers.Count(definitions.Views.Count(view => view.Domain == domain.Name))),
                new("Sources", Numbers.Count(definitions.Sources.Count(source => source.Domain == domain.Name))),
            ],
            string.Empty, string.Empty, []),
        Team team => new Preview(
            [
                new("Contact", team.Contact ?? Numbers.None), new("Members", team.Members.Count == 0 ? Numbers.None : string.Join(", ", team.Members)),
                new("Owns", Numbers.Count(definitions.Definitions.Count(definition => definition.Owner == team.Name))),
            ],
            string.Empty, string.Empty, []),
        _ => Preview.Empty,
    };
}
