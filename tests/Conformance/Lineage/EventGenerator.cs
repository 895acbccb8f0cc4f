using System.Globalization;
using System.Text.Json.Nodes;
using Catalog.Core.Values;
using Lineage.Model;
using Lineage.Parsing;

namespace Conformance.Lineage;

/// <summary>Makes events over few names, so that they meet: shared run ids, equal times, symlinks in circles, deleted facets, repetitions.</summary>
public sealed class EventGenerator(int seed)
{
    private readonly Random _random = new(seed);
    private readonly string[] _types = ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"];

    public List<LineageEvent> Make(int count)
    {
        var events = Enumerable.Range(0, count).Select(_ => Parse(MakeEvent())).ToList();
        events.AddRange(_random.GetItems(events.ToArray(), count / 4));
        return events;
    }

    public static LineageEvent Parse(JsonObject json)
    {
        var result = EventParser.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), ParseMode.Strict);
        Assert.Empty(result.Findings);
        return result.Event ?? throw new InvalidOperationException("The generator made an event that cannot be read.");
    }

    public void Shuffle(List<LineageEvent> events) => _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events));

    public int Next(int limit) => _random.Next(limit);

    private static JsonObject Facet() => new() { ["_producer"] = "https://example.org", ["_schemaURL"] = "https://example.org/facet" };

    private JsonObject MakeEvent()
    {
        var time = new Instant(1_700_000_000_000_000 + (_random.Next(20) * 1_000_000L));
        var json = new JsonObject
        {
            ["eventTime"] = time.ToString(),
            ["producer"] = "https://example.org",
            ["schemaURL"] = "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        };
        switch (_random.Next(10))
        {
            case 0:
                json["dataset"] = MakeDataset(null);
                break;
            case 1:
                json["job"] = MakeJob();
                AddDatasets(json);
                break;
            default:
                json["eventType"] = _types[_random.Next(_types.Length)];
                json["run"] = MakeRun();
                json["job"] = MakeJob();
                AddDatasets(json);
                break;
        }

        return json;
    }

    private void AddDatasets(JsonObject json)
    {
        json["inputs"] = new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => (JsonNode)MakeDataset("inputFacets"))]);
        json["outputs"] = new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => (JsonNode)MakeDataset("outputFacets"))]);
    }

    private JsonObject MakeRun()
    {
        var facets = new JsonObject();
        if (_random.Next(3) == 0)
        {
            var facet = Facet();
            facet["kind"] = _random.Next(2) == 0 ? "Ingestion" : "nonsense";
            facet["domain"] = $"domain{_random.Next(2)}";
            facets["catalog_run"] = facet;
        }

        return new JsonObject
        {
            ["runId"] = $"00000000-0000-7000-8000-{_random.Next(8).ToString("D12", CultureInfo.InvariantCulture)}",
            ["facets"] = facets,
        };
    }

    private JsonObject MakeJob()
    {
        var facets = new JsonObject();
        if (_random.Next(3) == 0)
        {
            var facet = Facet();
            if (_random.Next(3) == 0)
            {
                facet["_deleted"] = true;
            }
            else
            {
                facet["description"] = $"Text {_random.Next(5)} — ß\u0001";
            }

            facets["documentation"] = facet;
        }

        return new JsonObject { ["namespace"] = "jobs", ["name"] = $"job{_random.Next(4)}", ["facets"] = facets };
    }

    private JsonObject MakeDataset(string? directionFacets)
    {
        var facets = new JsonObject();
        if (_random.Next(2) == 0)
        {
            facets["schema"] = MakeSchema();
        }

        if (_random.Next(6) == 0)
        {
            facets["symlinks"] = MakeSymlinks();
        }

        if (_random.Next(3) == 0)
        {
            facets["columnLineage"] = MakeColumnLineage();
        }

        var dataset = MakeName();
        dataset["facets"] = facets;
        if (directionFacets is not null && _random.Next(2) == 0)
        {
            var statistics = Facet();
            statistics["rowCount"] = _random.Next(100);
            dataset[directionFacets] = new JsonObject { [directionFacets == "inputFacets" ? "inputStatistics" : "outputStatistics"] = statistics };
        }

        return dataset;
    }

    private JsonObject MakeName() => new() { ["namespace"] = $"kafka://host{_random.Next(2)}:9092", ["name"] = $"set{_random.Next(6)}" };

    private JsonObject MakeSchema()
    {
        var facet = Facet();
        facet["fields"] = new JsonArray([.. Enumerable.Range(0, 1 + _random.Next(2)).Select(i => (JsonNode)new JsonObject
        {
            ["name"] = $"c{i}",
            ["type"] = _random.Next(3) == 0 ? "string" : "long",
            ["description"] = $"Text {_random.Next(3)}",
        })]);
        return facet;
    }

    private JsonObject MakeSymlinks()
    {
        var facet = Facet();
        if (_random.Next(5) == 0)
        {
            facet["_deleted"] = true;
            return facet;
        }

        facet["identifiers"] = new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ =>
        {
            var name = MakeName();
            name["type"] = _random.GetItems(["TABLE", "VIEW", "LOCATION"], 1)[0];
            return (JsonNode)name;
        })]);
        return facet;
    }

    private JsonObject MakeColumnLineage()
    {
        var facet = Facet();
        var fields = new JsonObject();
        for (var column = 0; column < 2; column++)
        {
            fields[$"c{column}"] = new JsonObject
            {
                ["inputFields"] = new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => (JsonNode)MakeInputField())]),
            };
        }

        facet["fields"] = fields;
        return facet;
    }

    private JsonObject MakeInputField()
    {
        var input = MakeName();
        input["field"] = $"c{_random.Next(2)}";
        input["transformations"] = new JsonArray(new JsonObject
        {
            ["type"] = _random.Next(2) == 0 ? "DIRECT" : "INDIRECT",
            ["subtype"] = "FILTER",
            ["masking"] = _random.Next(4) == 0,
        });
        return input;
    }
}
