using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Web.ViewModels;
using Ingestion.Model;

namespace Catalog.Web.Drafts;

/// <summary>What the catalogue offers to choose from, that of the own domain first.</summary>
internal static class Choices
{
    private const string Elsewhere = "Other domains";

    public static IReadOnlyList<Choice> Teams(DefinitionSet catalogue) => [.. catalogue.Teams.Select(static team => new Choice(team.Name, team.Name))];

    public static IReadOnlyList<Choice> Sources(DefinitionSet catalogue, string domain)
        => OwnFirst(catalogue.Sources, domain, static source => source.Domain, static source => source.Name, static source => source.Name);

    public static IReadOnlyList<Choice> Entities(DefinitionSet catalogue, string domain)
        => OwnFirst(catalogue.Entities, domain, static entity => entity.Domain, static entity => entity.Name, static entity => $"{entity.Name} ({entity.Type})");

    public static IReadOnlyList<Choice> Contracts(DefinitionSet catalogue) => [.. catalogue.Contracts.Select(static contract => new Choice(contract.Name, contract.Name))];

    /// <summary>The columns of a source.</summary>
    public static IReadOnlyList<Choice> Columns(Source? source)
        => [.. source?.Columns.Select(static column => new Choice(column.Name, column.Name)) ?? []];

    /// <summary>The columns of a source that can hold the event time.</summary>
    public static IReadOnlyList<Choice> Times(Source? source)
        => [.. source?.Columns.Where(static column => column.Type == new DataType(ScalarType.Timestamp)).Select(static column => new Choice(column.Name, column.Name)) ?? []];

    /// <summary>What may stand behind a port, as <c>key:name</c>.</summary>
    public static IReadOnlyList<Choice> Targets(DefinitionSet catalogue) =>
    [
        .. catalogue.Views.Select(static view => new Choice($"feature_view:{view.Name}", view.Name, "Feature views")),
        .. catalogue.Services.Select(static service => new Choice($"feature_service:{service.Name}", service.Name, "Feature services")),
        .. catalogue.Sources.Select(static source => new Choice($"source:{source.Name}", source.Name, "Sources")),
    ];

    /// <summary>What a product may be made from: sources, and ports of other products.</summary>
    public static IReadOnlyList<Choice> Inputs(DefinitionSet catalogue, string product) =>
    [
        .. catalogue.Sources.Select(static source => new Choice(source.Name, source.Name, "Sources")),
        .. catalogue.Products.Where(other => other.Name != product).SelectMany(static other => other.OutputPorts, static (other, port) => $"{other.Name}/{port.Name}").Distinct()
            .Select(static port => new Choice(port, port, "Ports of other products")),
    ];

    private static IReadOnlyList<Choice> OwnFirst<TModel>(
        IReadOnlyList<TModel> models, string domain, Func<TModel, string> domainOf, Func<TModel, string> nameOf, Func<TModel, string> labelOf) =>
    [
        .. models.Where(model => domainOf(model) == domain).Select(model => new Choice(nameOf(model), labelOf(model), domain)),
        .. models.Where(model => domainOf(model) != domain).Select(model => new Choice(nameOf(model), labelOf(model), Elsewhere)),
    ];
}
