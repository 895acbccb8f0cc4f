using System.Text.Json.Nodes;
using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class ExplainVerbTests(CatalogServer server)
{
    [Fact]
    public async Task Explain_Aggregate_ShowsWindowTilesAndEvents()
    {
        using var shop = await IngestedAsync();

        var shown = (await server.RunAsync("explain", $"{shop.View}_sums:spent", $"{shop.Key}=1", "--at", "2026-01-02T12:00:00Z")).MustSucceed();

        Assert.Matches($@"Feature +{shop.View}_sums@v1:spent\n", shown.Output);
        Assert.Matches(@"Gives +what a training row holds\n", shown.Output);
        Assert.Matches(@"Value +2\n", shown.Output);
        Assert.Matches(@"Covers +after 2026-01-01T12:00:00Z, up to 2026-01-02T12:00:00Z \(included\)\n", shown.Output);
        Assert.Matches(@"Events +2 in the window, 1 counted, 0 too late\n", shown.Output);
        Assert.Matches(@"\nTILE AFTER +UP TO +EVENTS +COUNTED +TOO LATE +VALUE\n2026-01-01T23:00:00Z +2026-01-02T00:00:00Z +2 +1 +0 +2\n", shown.Output);
        Assert.Matches(@"\n2026-01-01T00:00:00Z +\S+ +0 +before the window +1 +1\n", shown.Output);
        Assert.Matches(@"\n2026-01-02T00:00:00Z +\S+ +1 +counted +2 +2\n", shown.Output);
        Assert.Matches(@"\n2026-01-02T00:00:00Z +\S+ +2 +condition not met +0 +0\n", shown.Output);
    }

    [Fact]
    public async Task Explain_NewestValue_ShowsTheRowsThatLost()
    {
        using var shop = await IngestedAsync();

        var shown = (await server.RunAsync("explain", $"{shop.View}:last_product", $"{shop.Key}=1")).MustSucceed();

        Assert.Matches(@"Gives +what a lookup gives\n", shown.Output);
        Assert.Matches(@"Value +pot\n", shown.Output);
        Assert.Matches(@"Served +pot, equal\n", shown.Output);
        Assert.Matches(@"\n2026-01-02T00:00:00Z +\S+ +1 +same time, lower sequence +tea\n2026-01-02T00:00:00Z +\S+ +2 +answers +pot", shown.Output);
    }

    [Fact]
    public async Task Explain_Json_IsTheAnswerWithTheKeysOfUsersAsTheyAre()
    {
        using var shop = await IngestedAsync();

        var shown = (await server.RunAsync("explain", $"{shop.View}_sums:spent", $"{shop.Key}=1", "--sequence", "0", "--at", "2026-01-01T01:00:00Z", "--events", "1", "--json")).MustSucceed().Json;

        Assert.Equal((1.0, "lookup", 0L), ((double)shown["value"]!, (string)shown["kind"]!, (long)shown["sequence"]!));
        Assert.Equal(1, (long)shown["key"]![shop.Key]!);
        Assert.Equal(1.0, (double)shown["window"]!["events"]![0]!["columns"]!["price"]!);
        Assert.Equal("notKnown", (string)shown["window"]!["after"]![0]!["outcome"]!);
    }

    [Fact]
    public async Task Explain_EventsOfAnEnrichedSource_ShowsTheRowsThatTheyWereJoinedWith()
    {
        using var shop = new Shop();
        shop.WriteView(ttl: "0");
        shop.Write("rich.yaml", $$"""
            kind: FeatureView
            name: {{shop.View}}_before
            domain: {{shop.Domain}}
            owner: {{shop.Domain}}-crew
            entities: [{{shop.Key}}]
            source: {{shop.Source}}
            strict_before: true
            features:
              - {name: product, type: string}
            ---
            kind: Source
            name: {{shop.Source}}_rich
            domain: {{shop.Domain}}
            owner: {{shop.Domain}}-crew
            from: {{shop.Source}}
            enrich:
              - view: {{shop.View}}_before
                features: [{name: product, as: earlier}]
            ---
            kind: FeatureView
            name: {{shop.View}}_rich
            domain: {{shop.Domain}}
            owner: {{shop.Domain}}-crew
            entities: [{{shop.Key}}]
            source: {{shop.Source}}_rich
            features:
              - {name: earlier, type: string}

            """);
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        (await server.RunAsync("ingest", shop.Source, "--file", shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup", "1,2026-01-02T00:00:00Z,2,tea"))).MustSucceed();
        JsonNode document;
        do
        {
            // The events are enriched when they have come.
            document = (await server.RunAsync("explain", $"{shop.View}_rich:earlier", $"{shop.Key}=1", "--json")).MustSucceed().Json;
        }
        while ((long)document["newest"]!["row_count"]! < 2);

        var shown = (await server.RunAsync("explain", $"{shop.View}_rich:earlier", $"{shop.Key}=1")).MustSucceed();

        Assert.Matches(@"\nSEQUENCE +JOINED WITH +KEY +OUTCOME +ROW OF +ROW ARRIVED +ROW SEQUENCE +GIVES\n", shown.Output);
        Assert.Matches($@"\n +0 +{shop.View}_before@1 +{shop.Key}=1 +no row of the key by then +[–-]? +[–-]? +[–-]? +earlier=null *\n", shown.Output);
        Assert.Matches($@"\n +1 +{shop.View}_before@1 +{shop.Key}=1 +joined +2026-01-01T00:00:00Z +\S+ +0 +earlier=cup", shown.Output);
        var join = document["newest"]!["rows"]![1]!["joins"]![0]!;
        Assert.Equal(("joined", 1L, "cup", 0L), ((string)join["outcome"]!, (long)join["key"]![shop.Key]!, (string)join["columns"]!["earlier"]!, (long)join["row"]!["sequence"]!));
    }

    [Fact]
    public async Task Explain_RequestValues_TakeNull_AndAMissingOneIsRefusedAsByLookup()
    {
        using var shop = await IngestedAsync();
        shop.Write("basket.yaml", $$"""
            kind: OnDemandFeatureView
            name: {{shop.View}}_basket
            domain: {{shop.Domain}}
            owner: {{shop.Domain}}-crew
            sources:
              - {view: {{shop.View}}}
              - request: asked
                schema:
                  - {name: total, type: double}
                  - {name: note, type: string}
            features:
              - {name: total_or_one, expression: "coalesce(total, 1.0)"}
              - {name: said, from: note}

            """);
        (await server.RunAsync("apply", shop.Path)).MustSucceed();

        var isNull = (await server.RunAsync("explain", $"{shop.View}_basket:total_or_one", "--null", "total")).MustSucceed();
        var empty = (await server.RunAsync("explain", $"{shop.View}_basket:said", "note=")).MustSucceed();
        var explained = (await server.RunAsync("explain", $"{shop.View}_basket:total_or_one", "--json")).MustEndWith(1);
        var lookedUp = (await server.RunAsync("lookup", "--features", $"{shop.View}_basket:total_or_one", "--key", $"{shop.Key}=1", "--json")).MustEndWith(1);

        Assert.Matches(@"Value +1\n", isNull.Output);
        Assert.Matches("Value +\"\"\n", empty.Output);
        Assert.Equal(("missing-request-value", "missing-request-value"), (explained.Code, lookedUp.Code));
    }

    [Theory]
    [InlineData(3, "feature-view-not-found", "nowhere:x", "a=1")]
    [InlineData(3, "feature-not-found", "{view}:gone", "{key}=1")]
    [InlineData(1, "missing-join-key", "{view}:last_price")]
    [InlineData(1, "invalid-entity-value", "{view}:last_price", "{key}=x")]
    [InlineData(1, "invalid-request", "{view}:last_price", "{key}=1", "other=2")]
    [InlineData(2, "usage", "{view}:last_price", "{key}")]
    [InlineData(2, "usage", "{view}:last_price", "=1")]
    [InlineData(2, "usage", "{view}:last_price", "{key}=1", "--at", "noon")]
    [InlineData(2, "usage", "{view}:last_price", "{key}=1", "--as-known-at", "2026-01-01T00:00:00Z", "--sequence", "1")]
    [InlineData(2, "usage", "{view}:last_price", "{key}=1", "--sequence", "-2")]
    [InlineData(2, "usage", "{view}:last_price", "{key}=1", "--events", "1001")]
    [InlineData(2, "usage")]
    public async Task Explain_IllegalOrUnknown_SaysSo(int exitCode, string code, params string[] arguments)
    {
        using var shop = await IngestedAsync();
        var placed = arguments.Select(argument => argument.Replace("{view}", shop.View).Replace("{key}", shop.Key));

        var refused = (await server.RunAsync(["explain", .. placed, "--json"])).MustEndWith(exitCode);

        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain("{", (string?)refused.Json["detail"], StringComparison.Ordinal);
    }

    private async Task<Shop> IngestedAsync()
    {
        var shop = new Shop();
        shop.WriteView(ttl: "0");
        shop.Write("sums.yaml", $$"""
            kind: FeatureView
            name: {{shop.View}}_sums
            domain: {{shop.Domain}}
            owner: {{shop.Domain}}-crew
            entities: [{{shop.Key}}]
            source: {{shop.Source}}
            features:
              - {name: spent, aggregate: sum, of: price, where: price > 0, window: 1d, hop: 1h}

            """);
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        var file = shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup", "1,2026-01-02T00:00:00Z,2,tea", "1,2026-01-02T00:00:00Z,0,pot");
        (await server.RunAsync("ingest", shop.Source, "--file", file)).MustSucceed();
        return shop;
    }
}
