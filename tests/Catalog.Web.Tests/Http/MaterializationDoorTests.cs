using System.Net;
using System.Text.Json.Nodes;
using Catalog.Definitions.Model;

namespace Catalog.Web.Tests.Http;

/// <summary>What the writers of views do, as runs and as lineage, over the doors.</summary>
public sealed class MaterializationDoorTests : IAsyncLifetime
{
    private const string Service = """
        kind: FeatureService
        name: churn
        domain: shop
        owner: crew
        features:
          - {view: profile, features: [last_price]}
        """;

    private const string DoorLines = IngestionServer.Header + "1,2026-11-20T10:00:00Z,9.5,cup\n1,2026-11-21T10:00:00Z,4,jug\n";

    private IngestionServer? _server;

    private IngestionServer Server => _server!; // Set before every test.

    public async ValueTask InitializeAsync() => _server = await IngestionServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task Flush_AfterFiles_IsPartOfTheWritersOneRun()
    {
        for (var file = 0; file < 3; file++)
        {
            await Server.IngestAsync($"{DoorLines}{file},2026-11-21T10:00:00Z,4,jug\n");
            await Server.PostAsync("views/profile/flush", string.Empty);
        }

        var run = Assert.Single(await RunsAsync("running"))!;
        Assert.Equal(("materialize.profile", "stream from sales", "shop"), ((string?)run["job"]!["name"], (string?)run["title"], (string?)run["domain"]));
        Assert.Equal(("events", 9, 9), ((string?)run["progress"]!["unit"], (int)run["progress"]!["done"]!, (int)run["progress"]!["total"]!));
    }

    [Fact]
    public async Task Cancel_RunOfAView_IsRefusedAndTheRunGoesOn()
    {
        await Server.IngestAsync(DoorLines);
        await Server.PostAsync("views/profile/flush", string.Empty);
        var id = (Guid)Assert.Single(await RunsAsync("running"))!["runId"]!;

        var problem = await Server.PostAsync($"runs/{id}/cancel", string.Empty, HttpStatusCode.Conflict);

        Assert.Equal("run-not-cancellable", IngestionServer.CodeOf(problem));
        Assert.Equal("running", (string?)(await Server.GetAsync($"runs/{id}"))["run"]!["state"]);
    }

    [Fact]
    public async Task Lineage_OfATrainingSet_LeadsEachColumnBackToTheFile()
    {
        await BuildFromTheServiceAsync();

        var column = new Column("catalog", "training-set/labels", "last_price");
        var seen = new List<Column> { column };
        for (var next = await OriginsOfAsync(column); next.Count > 0; next = await OriginsOfAsync(seen[^1]))
        {
            seen.Add(next[0]);
        }

        Assert.Equal(
            [
                column, new("catalog", "service/churn", "last_price"), new("catalog", "view/profile", "last_price"), new("catalog", "source/sales", "price"),
                new("file", "sales.csv", "price"),
            ],
            seen);
    }

    [Fact]
    public async Task Lineage_OfATrainingSet_HasAllTheDatasetsAndJobsOnTheWay()
    {
        await BuildFromTheServiceAsync();

        var nodes = (await Server.GetAsync("lineage?nodeId=dataset:catalog:training-set/labels&depth=20"))["graph"]!.AsArray().ToDictionary(static node => (string)node!["id"]!);

        string[] way =
        [
            "dataset:file:sales.csv", "job:catalog:ingest.sales", "dataset:catalog:source/sales", "job:catalog:materialize.profile", "dataset:catalog:view/profile",
            "dataset:catalog:service/churn", "job:catalog:training-set.labels", "dataset:catalog:training-set/labels",
        ];
        foreach (var (from, to) in way.Zip(way.Skip(1)))
        {
            Assert.Contains(from, nodes[to]!["inEdges"]!.AsArray().Select(static edge => (string)edge!["origin"]!));
        }
    }

    private async Task<JsonArray> RunsAsync(string state) => (await Server.GetAsync($"runs?kind=materialization&state={state}"))["items"]!.AsArray();

    /// <summary>A file, and a training set of the service for two rows.</summary>
    private async Task BuildFromTheServiceAsync()
    {
        await Server.ApplyAsync(new DefinitionFile("churn.yaml", Service));
        await Server.IngestAsync(DoorLines);
        const string set = """
            {"name": "labels", "featureService": "churn", "rows": [{"customer_id": 1, "event_timestamp": "2026-11-20T12:00:00Z"}, {"customer_id": 1, "event_timestamp": "2026-11-22"}]}
            """;
        await Server.PostAsync("training-sets", set, HttpStatusCode.Accepted);
        string? state;
        do
        {
            state = (string?)(await Server.GetAsync("training-sets/labels"))["state"];
        }
        while (state is not ("completed" or "failed"));

        Assert.Equal("completed", state);

        // What the definitions say is declared in the background.
        while ((await Server.GetAsync("namespaces/catalog/datasets?limit=1000"))["datasets"]!.AsArray().All(static dataset => (string?)dataset!["name"] != "service/churn" || dataset["facets"]!["columnLineage"] is null))
        {
            await Task.Yield();
        }
    }

    /// <summary>The columns whose value it is, as the dataset's facet says.</summary>
    private async Task<IReadOnlyList<Column>> OriginsOfAsync(Column column)
    {
        var dataset = await Server.GetAsync($"namespaces/{Uri.EscapeDataString(column.Namespace)}/datasets/{Uri.EscapeDataString(column.Name)}");
        var inputs = dataset["facets"]!["columnLineage"]?["fields"]?[column.Field]?["inputFields"]?.AsArray() ?? [];
        return
        [
            .. inputs.Where(static input => input!["transformations"]!.AsArray().Any(static how => (string?)how!["type"] == "DIRECT"))
                .Select(static input => new Column((string)input!["namespace"]!, (string)input["name"]!, (string)input["field"]!)),
        ];
    }

    private sealed record Column(string Namespace, string Name, string Field);
}
