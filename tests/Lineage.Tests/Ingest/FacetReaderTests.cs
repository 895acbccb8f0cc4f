using System.Text.Json.Nodes;
using Conformance.Lineage;
using Lineage.Graph;
using Lineage.Ingest;
using Lineage.Model;
using static Conformance.Lineage.EventBuilder;

namespace Lineage.Tests.Ingest;

public sealed class FacetReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void ColumnLineage_RowInfluenceFoldedIntoEveryColumn_IsStatedOnce()
    {
        var facet = Columns(
            ("x", "a", "id"), ("y", "a", "name"))["columnLineage"]!.AsObject();
        foreach (var column in new[] { "x", "y" })
        {
            facet["fields"]![column]!["inputFields"]!.AsArray().Add(InputField("a", "country", "INDIRECT", "FILTER"));
        }

        var edges = ColumnLineageFacetReader.Read(facet.ToJsonString());

        Assert.Equal(
            ["country->", "id->x", "name->y"],
            edges.Select(edge => $"{edge.InputColumn}->{edge.Column}").Order(StringComparer.Ordinal));
        Assert.Equal("country", Assert.Single(edges, edge => edge.Indirect).InputColumn);
    }

    [Fact]
    public void ColumnLineage_TransformationsOfOneInput_GiveOneEdgeEach()
    {
        var input = InputField("a", "id", "DIRECT", "IDENTITY");
        input["transformations"]!.AsArray().Add(
            (JsonNode)new JsonObject { ["type"] = "INDIRECT", ["subtype"] = "JOIN", ["masking"] = true, ["description"] = "d" });
        var facet = Facet(("fields", new JsonObject { ["x"] = new JsonObject { ["inputFields"] = new JsonArray(input) } }));

        var edges = ColumnLineageFacetReader.Read(facet.ToJsonString());

        Assert.Equal(
            [
                new ColumnEdge(DatasetId("a"), "id", "x", false, "IDENTITY", false, string.Empty),
                new ColumnEdge(DatasetId("a"), "id", "x", true, "JOIN", true, "d"),
            ],
            edges);
    }

    [Fact]
    public void Schema_NestedFields_CountByTheirPath()
    {
        const string Nested = """{"fields":[{"name":"a","type":"struct","fields":[{"name":"b","type":"int"}]}]}""";
        const string Flat = """{"fields":[{"name":"a","type":"struct"},{"name":"b","type":"int"}]}""";
        const string Described = """{"fields":[{"type":"struct","name":"a","description":"d","fields":[{"name":"b","type":"int"}]}]}""";

        Assert.NotEqual(SchemaFacetReader.Read(Nested)?.Content, SchemaFacetReader.Read(Flat)?.Content);
        Assert.Equal(SchemaFacetReader.Read(Nested)?.Content, SchemaFacetReader.Read(Described)?.Content);
        Assert.Null(SchemaFacetReader.Read("{}"));
    }

    [Fact]
    public void Symlinks_LocationAmongThem_IsLeftOut()
        => Assert.Equal(
            [new Symlink(DatasetId("t"), true), new Symlink(DatasetId("v"), false)],
            SymlinksFacetReader.Read(Symlinks(("t", "TABLE"), ("t", "VIEW"), ("v", "VIEW"), ("l", "LOCATION"))["symlinks"]!.ToJsonString()));

    [Fact]
    public async Task LineageFacet_OnARun_ReplacesTheProductOfInputsAndOutputs()
    {
        var entries = new JsonArray(
            new JsonObject
            {
                ["namespace"] = "kafka://h:9092",
                ["name"] = "out",
                ["type"] = "DATASET",
                ["inputs"] = new JsonArray(
                    new JsonObject { ["namespace"] = "kafka://h:9092", ["name"] = "in", ["type"] = "DATASET" },
                    new JsonObject { ["namespace"] = "jobs", ["name"] = "before", ["type"] = "JOB" }),
            },
            new JsonObject
            {
                ["type"] = "JOB",
                ["inputs"] = new JsonArray(new JsonObject { ["namespace"] = "kafka://h:9092", ["name"] = "checked", ["type"] = "DATASET" }),
            });
        await using var store = new ReferenceStore();
        await store.AppendAsync(
            [Run("COMPLETE", 0).Input("touched").Output("out").JobFacet("lineage", Facet(("entries", entries))).Build()], Epoch, Token);

        var graph = await new LineageGraphService(store).FindAsync(new GraphQuery { NodeId = JobId().ToString() }, Token);

        Assert.Equal(
            [
                "dataset:kafka://h:9092:checked>job:jobs:job",
                "dataset:kafka://h:9092:in>job:jobs:job",
                "job:jobs:job>dataset:kafka://h:9092:out",
            ],
            graph.Edges.Select(edge => $"{edge.From}>{edge.To}"));
        var upstream = await new LineageGraphService(store).FindAsync(
            new GraphQuery { NodeId = "dataset:kafka://h:9092:out", Direction = LineageDirection.Upstream, Depth = 1 }, Token);
        Assert.Contains(upstream.Nodes, node => node.Id == "job:jobs:before");
        Assert.NotNull(await store.FindDatasetAsync(DatasetId("touched"), Token));
    }

    [Fact]
    public async Task DatasetEvent_WithLineageFacet_DeclaresEdgesAndColumnsWithoutAJob()
    {
        var source = new JsonObject { ["namespace"] = "kafka://h:9092", ["name"] = "in", ["type"] = "DATASET" };
        var column = source.DeepClone().AsObject();
        column["field"] = "id";
        var facet = Facet(
            ("inputs", new JsonArray(source)),
            ("fields", new JsonObject { ["x"] = new JsonObject { ["inputs"] = new JsonArray(column) } }));
        await using var store = new ReferenceStore();
        await store.AppendAsync([OfDataset(1, "out", Facets("lineage", facet)).Build()], Epoch, Token);
        var service = new LineageGraphService(store);

        var graph = await service.FindAsync(new GraphQuery { NodeId = "dataset:kafka://h:9092:out" }, Token);

        var edge = Assert.Single(graph.Edges);
        Assert.True(edge.Declared && edge.LastSeen is null);
        Assert.Equal("datasetField:kafka://h:9092:in:id", Assert.Single(await service.FindColumnEdgesAsync(graph, Token)).From);
    }

    [Fact]
    public async Task JobEvent_Again_ReplacesWhatItDeclared()
    {
        await using var store = new ReferenceStore();
        await store.AppendAsync([OfJob(2).Input("new").Build(), OfJob(1).Input("old").Output("out").Build()], Epoch, Token);

        var job = await store.FindJobAsync(JobId(), Token);

        Assert.NotNull(job);
        Assert.Equal([DatasetId("new")], job.Inputs);
        Assert.Empty(job.Outputs);
    }

    private static JsonObject InputField(string dataset, string column, string type, string subtype) => new()
    {
        ["namespace"] = "kafka://h:9092",
        ["name"] = dataset,
        ["field"] = column,
        ["transformations"] = new JsonArray(new JsonObject { ["type"] = type, ["subtype"] = subtype }),
    };
}
