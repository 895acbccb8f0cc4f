using System.Net;
using System.Text.Json.Nodes;
using Catalog.Definitions.Model;

namespace Catalog.Web.Tests.Http;

/// <summary>A source that is made of another one, over the doors.</summary>
public sealed class EnrichedSourceDoorTests : IAsyncLifetime
{
    // What a customer had bought before, and a count that reads it.
    internal const string Enriched = """
        kind: FeatureView
        name: before
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        strict_before: true
        features:
          - {name: earlier_product, type: string, from: product}
          - {name: earlier_price, type: double, from: price}
        ---
        kind: Source
        name: rich
        domain: shop
        owner: crew
        from: sales
        enrich:
          - view: before
            features: [earlier_product, {name: earlier_price, as: last_paid}]
        ---
        kind: FeatureView
        name: dearer
        domain: shop
        owner: crew
        entities: [customer_id]
        source: rich
        features:
          - {name: dearer_7d, aggregate: count, where: price > last_paid, window: 7d}
          - {name: earlier_product, type: string}
        """;

    private const string First = IngestionServer.Header + "1,2026-11-20T10:00:00Z,9.5,cup\n2,2026-11-20T12:00:00Z,3,plate\n";

    private const string Second = IngestionServer.Header + "1,2026-11-21T10:00:00Z,12,jug\n1,2026-11-19T10:00:00Z,1,spoon\n1,2026-11-22T10:00:00Z,11,pan\n";

    private IngestionServer? _server;

    private IngestionServer Server => _server!; // Set before every test.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await IngestionServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_OfTheSource_HoldTheNewestRowAtTheirTimeAsItWasKnown(bool isLive)
    {
        if (isLive)
        {
            await ApplyAsync();
        }

        await Server.IngestAsync(First);
        await Server.IngestAsync(Second, "more.csv");
        if (!isLive)
        {
            await ApplyAsync();
        }

        await Server.PostAsync("views/before/flush", string.Empty);
        var events = await EventsAsync(count: 5);

        Assert.Equal(
            ["1 9.5 – –", "2 3 – –", "1 12 cup 9.5", "1 1 – –", "1 11 jug 12"],
            events.Select(static item => $"{item["customer_id"]} {item["price"]} {item["earlier_product"] ?? "–"} {item["last_paid"] ?? "–"}"));
    }

    [Fact]
    public async Task Sources_List_TellsWhatItIsMadeOfAndHowFarItIs()
    {
        await ApplyAsync();
        await Server.IngestAsync(First);
        await EventsAsync(count: 2);

        var source = await SourceAsync();
        while ((int)source["enrichment"]!["position"]! < 2)
        {
            source = await SourceAsync();
        }

        Assert.Equal(("sales", null, false, 2), ((string?)source["from"], (string?)source["format"], (bool)source["acceptsPush"]!, (int)source["events"]!));
        var state = source["enrichment"]!;
        Assert.Equal(("running", 2, 0, null), ((string?)state["state"], (int)state["position"]!, (int)state["lag"]!, (string?)state["error"]));
        Assert.Equal(["before"], state["views"]!.AsArray().Select(static view => (string?)view));
    }

    [Fact]
    public async Task FilesAndPushes_AreRefusedWithTheSourceThatTakesThem()
    {
        await ApplyAsync();

        var file = await Server.PostAsync("sources/rich/files?name=a.csv", First, HttpStatusCode.BadRequest, "text/csv");
        var push = await Server.PostAsync("sources/rich/events", "{\"customer_id\": 1}", HttpStatusCode.BadRequest, "application/x-ndjson");

        Assert.Equal(("enriched-source", "enriched-source"), (IngestionServer.CodeOf(file), IngestionServer.CodeOf(push)));
        Assert.Contains("Send them to 'sales'.", (string?)push["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_OverTheSource_ReadsTheAddedColumns()
    {
        await ApplyAsync();
        await Server.IngestAsync(First);
        await Server.IngestAsync(Second, "more.csv");
        await EventsAsync(count: 5);
        await Server.PostAsync("views/dearer/flush", string.Empty);

        const string set = """
            {"name": "labels", "features": ["dearer:dearer_7d", "dearer:earlier_product"], "rows": [{"customer_id": 1, "event_timestamp": "2026-11-22T12:00:00Z"}]}
            """;
        await Server.PostAsync("training-sets", set, HttpStatusCode.Accepted);
        string? state;
        do
        {
            state = (string?)(await Server.GetAsync("training-sets/labels"))["state"];
        }
        while (state is not ("completed" or "failed"));

        var row = (await Server.GetAsync("training-sets/labels/preview"))["rows"]![0]!.ToJsonString();
        Assert.Contains("jug", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfTheSource_IsShownInLineageWithItsColumns()
    {
        await ApplyAsync();
        await Server.IngestAsync(First);
        await EventsAsync(count: 2);

        var run = Assert.Single((await Server.GetAsync("runs?kind=enrichment"))["items"]!.AsArray())!;
        Assert.Equal(("enrich.rich", "shop"), ((string?)run["job"]!["name"], (string?)run["domain"]));
        JsonNode? fields;
        do
        {
            fields = (await Server.GetAsync("namespaces/catalog/datasets/source%2Frich"))["facets"]?["columnLineage"]?["fields"];
        }
        while (fields is null);

        Assert.Contains("view/before", fields["last_paid"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("source/sales", fields["price"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private Task ApplyAsync() => Server.ApplyAsync(new DefinitionFile("rich.yaml", Enriched));

    private async Task<JsonNode> SourceAsync() => (await Server.GetAsync("sources"))["items"]!.AsArray().First(static item => (string?)item!["name"] == "rich")!;

    /// <summary>The events of the source once there are that many.</summary>
    private async Task<IReadOnlyList<JsonNode>> EventsAsync(int count)
    {
        while (true)
        {
            var text = await Server.Http.GetStringAsync(new Uri($"api/v1/sources/rich/events?limit={count}", UriKind.Relative), Token);
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length >= count)
            {
                return [.. lines.Select(static line => JsonNode.Parse(line)!)];
            }
        }
    }
}
