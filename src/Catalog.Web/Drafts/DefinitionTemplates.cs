using System.Text.Json.Nodes;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Editing;
using Catalog.Definitions.Model;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Web.Drafts;

/// <summary>What a new definition begins with: the names that the domain already has, and nothing that would have to be thrown away.</summary>
internal static class DefinitionTemplates
{
    private const string NameLine = "name:  # lower-case letters, digits, _ and -";

    /// <summary>The text of a new definition; its name, and what only a person knows, is missing.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="catalogue">The definitions in force.</param>
    /// <param name="domain">The domain that it will belong to; null takes the first one.</param>
    /// <param name="source">For a feature view the source that it reads; null takes one of the domain.</param>
    public static string For(DefinitionKind kind, DefinitionSet catalogue, string? domain, string? source = null)
    {
        var place = Place.Find(catalogue, domain);
        return kind switch
        {
            DefinitionKind.FeatureView => FeatureView(catalogue, place, source),
            DefinitionKind.DataProduct => DataProduct(place),
            DefinitionKind.Source => Source(catalogue, place),
            DefinitionKind.Contract => Contract(catalogue, place),
            DefinitionKind.Entity => Lines("kind: Entity", NameLine, place.Lines, "description:  # what one entity is, in a sentence", "type: int64  # int32, int64, string, bytes or timestamp"),
            DefinitionKind.OnDemandFeatureView => OnDemandFeatureView(catalogue, place),
            DefinitionKind.FeatureService => FeatureService(catalogue, place),
            DefinitionKind.Domain => Lines("kind: Domain", NameLine, "title:", "description:  # what belongs here, in a sentence", $"owner: {place.Owner}"),
            DefinitionKind.Team => Lines("kind: Team", NameLine, "title:", "description:  # what the team does, in a sentence", "contact:", "members: []"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no template for this kind."),
        };
    }

    private static string FeatureView(DefinitionSet catalogue, Place place, string? sourceName)
    {
        var source = catalogue.Sources.FirstOrDefault(candidate => candidate.Name == sourceName) ?? SourceOf(catalogue, place);
        var document = new JsonObject { ["kind"] = nameof(DefinitionKind.FeatureView), ["domain"] = place.Domain, ["owner"] = place.Owner };
        if (source is not null)
        {
            var entities = EntitiesIn(catalogue, source, place).Take(1).Select(static entity => (JsonNode)entity.Name);
            document["entities"] = new JsonArray([.. entities]);
            document["source"] = source.Name;
        }

        return YamlWriter.WriteDocument(document);
    }

    private static string DataProduct(Place place) => YamlWriter.WriteDocument(new JsonObject
    {
        ["kind"] = nameof(DefinitionKind.DataProduct),
        ["domain"] = place.Domain,
        ["owner"] = place.Owner,
        ["version"] = "1.0.0",
        ["status"] = "draft",
    });

    private static string Source(DefinitionSet catalogue, Place place)
    {
        var key = catalogue.Entities.FirstOrDefault(entity => entity.Domain == place.Domain);
        return Lines(
            "kind: Source",
            NameLine,
            place.Lines,
            "description:  # what one event tells, in a sentence",
            "format: csv  # csv, ndjson or parquet",
            "timestamp: event_time",
            "columns:",
            "  - {name: event_time, type: timestamp}",
            key is null ? null : $"  - {{name: {key.JoinKey}, type: {key.Type}}}  # the join key of the entity {key.Name}");
    }

    private static string Contract(DefinitionSet catalogue, Place place)
    {
        var source = catalogue.Sources.FirstOrDefault(candidate => candidate.Domain == place.Domain && candidate.Contract is null) ?? SourceOf(catalogue, place);
        var name = source is null ? null : Enumerable.Range(1, catalogue.Contracts.Count + 1)
            .Select(number => number == 1 ? source.Name : $"{source.Name}-{number}")
            .First(candidate => catalogue.Contracts.All(contract => contract.Name != candidate));
        var properties = source?.Columns.Select(static column => $"      - {{name: {column.Name}, logicalType: {LogicalType(column.Type)}}}") ?? [];
        return Lines(
            "apiVersion: v3.1.0",
            "kind: DataContract",
            $"id: {name ?? "contract"}",
            $"name: {name ?? "contract"}",
            "version: 1.0.0",
            "status: draft",
            $"domain: {place.Domain}",
            "# description: {purpose: what the data is for, in a sentence}",
            "schema:",
            $"  - name: {source?.Name ?? "events"}{(source is null ? string.Empty : "  # the source; it names this contract in 'contract'")}",
            "    logicalType: object",
            "    properties:  # required, unique, logicalTypeOptions and quality say what is checked",
            source is null ? "      - {name: id, logicalType: string, required: true}" : string.Join('\n', properties));
    }

    private static string OnDemandFeatureView(DefinitionSet catalogue, Place place)
    {
        var view = catalogue.Views.FirstOrDefault(view => view.Domain == place.Domain) ?? (catalogue.Views.Count > 0 ? catalogue.Views[0] : null);
        var input = view?.Features.FirstOrDefault(static feature => feature.Type.IsNumeric) ?? view?.Features[0];
        return Lines(
            "kind: OnDemandFeatureView",
            NameLine,
            place.Lines,
            "description:  # what it tells, in a sentence",
            "sources:",
            view is null ? null : $"  - {{view: {view.Name}, features: [{input?.Name}]}}",
            "  - request: asked  # values that a request brings, and columns of an entity frame",
            "    schema:",
            "      - {name: amount, type: double, description: What is asked about.}",
            "features:",
            $"  - {{name: share, expression: {(input is { Type.IsNumeric: true } ? $"amount / {input.Name}" : "amount")}}}");
    }

    private static string FeatureService(DefinitionSet catalogue, Place place)
    {
        var views = catalogue.Views.Where(view => view.Domain == place.Domain).DefaultIfEmpty(catalogue.Views.Count > 0 ? catalogue.Views[0] : null);
        var taken = views.OfType<FeatureView>().Take(2)
            .Select(static view => $"  - view: {view.Name}\n    features: [{string.Join(", ", view.Features.Take(3).Select(static feature => feature.Name))}]");
        return Lines("kind: FeatureService", NameLine, place.Lines, "description:  # what it serves, in a sentence", "features:", string.Join('\n', taken));
    }

    private static Source? SourceOf(DefinitionSet catalogue, Place place)
        => catalogue.Sources.FirstOrDefault(candidate => candidate.Domain == place.Domain) ?? (catalogue.Sources.Count > 0 ? catalogue.Sources[0] : null);

    private static IEnumerable<Entity> EntitiesIn(DefinitionSet catalogue, Source source, Place place) => catalogue.Entities
        .Where(entity => source.Columns.Any(column => column.Name == entity.JoinKey && column.Type == entity.Type))
        .OrderByDescending(entity => entity.Domain == place.Domain);

    private static string LogicalType(DataType type) => type switch
    {
        { IsList: true } => "array",
        { Element: ScalarType.Int32 or ScalarType.Int64 } => "integer",
        { Element: ScalarType.Float or ScalarType.Double } => "number",
        { Element: ScalarType.Bool } => "boolean",
        { Element: ScalarType.Timestamp } => "timestamp",
        _ => "string",
    };

    private static string Lines(params string?[] lines) => string.Join('\n', lines.Where(static line => line is not null)) + "\n";

    /// <summary>The domain and team of a new definition; empty while the catalogue has none.</summary>
    private sealed record Place(string? Domain, string? Owner)
    {
        public string Lines => $"domain: {Domain}\nowner: {Owner}";

        public static Place Find(DefinitionSet catalogue, string? name)
        {
            var domain = catalogue.Domains.FirstOrDefault(candidate => candidate.Name == name) ?? (catalogue.Domains.Count > 0 ? catalogue.Domains[0] : null);
            return new Place(domain?.Name, domain?.Owner ?? (catalogue.Teams.Count > 0 ? catalogue.Teams[0].Name : null));
        }
    }
}
