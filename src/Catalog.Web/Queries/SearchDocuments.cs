using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Search;
using Catalog.Web.Formatting;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>What each kind of definition is found by.</summary>
internal static class SearchDocuments
{
    internal static IEnumerable<SearchDocument> Of(DefinitionSet definitions)
        => DefinitionKinds.All.SelectMany(info => definitions.Definitions.Where(definition => definition.Id.Kind == info.Kind)).Select(definition => Of(definition, definitions));

    internal static SearchDocument Of(Definition definition, DefinitionSet definitions) => Describe(
        new SearchDocument { Id = SearchId.Of(definition.Id), Title = definition.Id.Name, Domain = definition.Domain, Owner = definition.Owner },
        definitions,
        definitions.FindModel(definition.Id));

    internal static SearchDocument Of(TrainingSet set) => new()
    {
        Id = new SearchId(SearchService.TrainingSetKind, set.Name),
        Title = set.Name,
        Description = set.State == TrainingSetState.Completed
            ? $"{Numbers.Count(set.RowCount, "row")} for {(set.Definition.Range is null ? "the entity rows of " : string.Empty)}{set.Definition.FrameName}."
            : $"Training set, {set.State.ToString().ToLowerInvariant()}.",
        Owner = set.RequestedBy,
        IsUser = true,
        Columns = [.. set.Columns.Select(static column => column.Name)],
    };

    private static SearchDocument Describe(SearchDocument document, DefinitionSet definitions, object? model) => model switch
    {
        Domain domain => document with { Title = domain.Title ?? domain.Name, Description = domain.Description ?? string.Empty },
        Team team => document with { Title = team.Title ?? team.Name, Description = team.Description ?? string.Empty },
        Entity entity => document with { Description = entity.Description ?? string.Empty },
        Source source => document with { Description = source.Description ?? string.Empty, Columns = [.. source.Columns.Select(static column => column.Name)], ColumnDescriptions = Described(source.Columns, static column => column.Name, static column => column.Description) },
        FeatureView view => document with
        {
            Description = view.Description ?? string.Empty,
            Tags = view.Tags,
            Columns = [.. view.Features.Select(static feature => feature.Name)],
            ColumnDescriptions = Described(view.Features, static feature => feature.Name, static feature => feature.Description),
            HasPersonalData = view.Features.Any(static feature => feature.Tags.Contains("pii", StringComparer.OrdinalIgnoreCase)),
        },
        OnDemandFeatureView view => document with
        {
            Description = view.Description ?? string.Empty,
            Tags = view.Tags,
            Columns = [.. view.Features.Select(static feature => feature.Name)],
            ColumnDescriptions = Described(view.Features, static feature => feature.Name, static feature => feature.Description),
            HasPersonalData = view.Features.Any(static feature => feature.Tags.Contains("pii", StringComparer.OrdinalIgnoreCase)),
        },
        FeatureService service => document with
        {
            Description = service.Description ?? string.Empty,
            Tags = service.Tags,
            IsUser = true,
            Columns = [.. ServiceLine.Of(definitions, service).Select(static line => line.Feature)],
        },
        DataProduct product => document with
        {
            Title = product.Title ?? product.Name,
            Description = product.Description ?? string.Empty,
            Tags = product.Tags,
            IsUser = true,
            Columns = [.. product.OutputPorts.Select(static port => port.Name)],
            ColumnDescriptions = Described(product.OutputPorts, static port => port.Name, static port => port.Description),
        },
        Contract contract => document with
        {
            Description = contract.Purpose ?? string.Empty,
            Columns = [.. contract.Schema.SelectMany(static schema => schema.Properties).Select(static property => property.Name)],
            ColumnDescriptions = Described(contract.Schema.SelectMany(static schema => schema.Properties), static property => property.Name, static property => property.Description),
            HasPersonalData = contract.Schema.SelectMany(static schema => schema.Properties).Any(static property => property.Classification is not null),
        },
        _ => document,
    };

    // Several tables of a contract may have a column of the same name.
    private static Dictionary<string, string> Described<T>(IEnumerable<T> parts, Func<T, string> name, Func<T, string?> description)
        => parts.Where(part => !string.IsNullOrEmpty(description(part))).GroupBy(name, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, group => string.Join(' ', group.Select(description)), StringComparer.Ordinal);
}
