using System.Text.Json.Nodes;
using Catalog.Core.Values;
using Lineage.Model;

namespace Conformance.Lineage;

/// <summary>Builds one event for a test.</summary>
public sealed class EventBuilder
{
    public static readonly Instant Epoch = Instant.From(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));

    private readonly JsonObject _json = new()
    {
        ["producer"] = "https://example.org",
        ["schemaURL"] = "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        ["eventTime"] = Epoch.ToString(),
    };

    /// <summary>A run event at a number of seconds after <see cref="Epoch"/>.</summary>
    public static EventBuilder Run(string type, int second, int run = 1, string job = "job")
        => new EventBuilder().With("eventType", type).At(second).Job(job)
            .With("run", new JsonObject { ["runId"] = RunId(run).ToString(), ["facets"] = new JsonObject() });

    public static EventBuilder OfJob(int second, string job = "job") => new EventBuilder().At(second).Job(job);

    public static EventBuilder OfDataset(int second, string name, JsonObject? facets = null)
        => new EventBuilder().At(second).With("dataset", Dataset(name, facets));

    public static Guid RunId(int number) => new(number, 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, 0]);

    public static DatasetId DatasetId(string name) => new("kafka://h:9092", name);

    public static JobId JobId(string name = "job") => new("jobs", name);

    public static JsonObject Facet(params (string Name, JsonNode? Value)[] members)
    {
        var facet = new JsonObject { ["_producer"] = "https://example.org", ["_schemaURL"] = "https://example.org/facet" };
        foreach (var (name, value) in members)
        {
            facet[name] = value;
        }

        return facet;
    }

    public static JsonObject Facets(string name, JsonObject facet) => new() { [name] = facet };

    public static JsonObject Symlinks(params (string Name, string Type)[] links) => Facets("symlinks", Facet(("identifiers", new JsonArray(
        [.. links.Select(link => (JsonNode)new JsonObject { ["namespace"] = "kafka://h:9092", ["name"] = link.Name, ["type"] = link.Type })]))));

    public static JsonObject Schema(params (string Name, string Type)[] fields) => Facets("schema", Facet(("fields", new JsonArray(
        [.. fields.Select(field => (JsonNode)new JsonObject { ["name"] = field.Name, ["type"] = field.Type })]))));

    /// <summary>Column lineage; a column with an empty name stands for whole rows.</summary>
    public static JsonObject Columns(params (string Column, string Input, string InputColumn)[] edges)
    {
        var fields = new JsonObject();
        var rows = new JsonArray();
        foreach (var group in edges.GroupBy(edge => edge.Column))
        {
            var inputs = new JsonArray([.. group.Select(edge => (JsonNode)new JsonObject
            {
                ["namespace"] = "kafka://h:9092",
                ["name"] = edge.Input,
                ["field"] = edge.InputColumn,
            })]);
            if (group.Key.Length == 0)
            {
                rows = inputs;
            }
            else
            {
                fields[group.Key] = new JsonObject { ["inputFields"] = inputs };
            }
        }

        return Facets("columnLineage", Facet(("fields", fields), ("dataset", rows)));
    }

    public EventBuilder Input(string name, JsonObject? facets = null, JsonObject? inputFacets = null)
        => Add("inputs", Dataset(name, facets), "inputFacets", inputFacets);

    public EventBuilder Output(string name, JsonObject? facets = null, JsonObject? outputFacets = null)
        => Add("outputs", Dataset(name, facets), "outputFacets", outputFacets);

    public EventBuilder RunFacet(string name, JsonObject facet) => AddFacet("run", name, facet);

    public EventBuilder JobFacet(string name, JsonObject facet) => AddFacet("job", name, facet);

    public EventBuilder With(string member, JsonNode value)
    {
        _json[member] = value;
        return this;
    }

    public LineageEvent Build() => EventGenerator.Parse(_json);

    public string ToJson() => _json.ToJsonString();

    private static JsonObject Dataset(string name, JsonObject? facets)
        => new() { ["namespace"] = "kafka://h:9092", ["name"] = name, ["facets"] = facets ?? [] };

    private EventBuilder At(int second) => With("eventTime", (Epoch + TimeSpan.FromSeconds(second)).ToString());

    private EventBuilder Job(string name)
        => With("job", new JsonObject { ["namespace"] = "jobs", ["name"] = name, ["facets"] = new JsonObject() });

    private EventBuilder AddFacet(string entity, string name, JsonObject facet)
    {
        (_json[entity] ?? throw new InvalidOperationException($"The event has no {entity}.")).AsObject()["facets"]![name] = facet;
        return this;
    }

    private EventBuilder Add(string member, JsonObject dataset, string facetsMember, JsonObject? facets)
    {
        if (facets is not null)
        {
            dataset[facetsMember] = facets;
        }

        if (_json[member] is not JsonArray list)
        {
            _json[member] = list = [];
        }

        list.Add((JsonNode)dataset);
        return this;
    }
}
