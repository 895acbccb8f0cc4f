using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

/// <summary>Verbs that show what is there: materialize, views, sources, checks, lineage, status.</summary>
public sealed class ReadingVerbsTests(CatalogServer server)
{
    [Fact]
    public async Task Materialize_OneView_TellsThatNothingIsLeft()
    {
        using var shop = await IngestedAsync();

        var text = (await server.RunAsync("materialize", shop.View)).MustSucceed();
        var json = (await server.RunAsync("materialize", shop.View, "--json")).MustSucceed().Json;

        Assert.Matches($@"\n{shop.View} +1 +1 +{shop.Source} +running +0 +0 +2026-01-02T00:00:00Z\n$", text.Output);
        var writer = Assert.Single(Assert.Single(json["items"]!.AsArray())!["writers"]!.AsArray())!;
        Assert.Equal((2, 2), ((int)writer["end_of_log"]!, (int)writer["durable_position"]!));
    }

    [Fact]
    public async Task Materialize_WithoutView_WaitsForAllOfThem()
    {
        using var shop = await IngestedAsync();

        var json = (await server.RunAsync("materialize", "--json")).MustSucceed().Json;

        Assert.Contains(json["items"]!.AsArray(), view => (string?)view!["name"] == shop.View);
    }

    [Fact]
    public async Task Backfill_ChangedView_EndsOnceTheNewVersionAnswers()
    {
        using var shop = await IngestedAsync();
        shop.WriteView(priceFrom: "price * 2");
        (await server.RunAsync("apply", shop.Path)).MustSucceed();

        var json = (await server.RunAsync("backfill", shop.View, "--json")).MustSucceed().Json;
        var text = (await server.RunAsync("backfill", shop.View)).MustSucceed();

        var view = Assert.Single(json["items"]!.AsArray())!;
        Assert.Equal((2, 2, 2), ((int)view["version"]!, (int)view["answering_version"]!, (int)view["writers"]![0]!["durable_position"]!));
        Assert.Matches($@"\n{shop.View} +2 +2 +{shop.Source} +running +0 +0 +\S+Z\n$", text.Output);
        Assert.Equal("feature-view-not-found", (await server.RunAsync("backfill", "nowhere", "--json")).MustEndWith(3).Code);
    }

    [Fact]
    public async Task Views_AreListed()
    {
        using var shop = await IngestedAsync();

        Assert.Matches($@"\n{shop.View} +1 +1 +{shop.Source} +running +", (await server.RunAsync("views")).MustSucceed().Output);
        Assert.Contains((await server.RunAsync("views", "--json")).MustSucceed().Json["items"]!.AsArray(), view => (string?)view!["source"] == shop.Source);
    }

    [Fact]
    public async Task Sources_AreListed()
    {
        using var shop = await IngestedAsync();

        Assert.Matches($@"\n{shop.Source} +{shop.Domain} +csv +{shop.Source} +2 +1 +\S+Z +completed\n", (await server.RunAsync("sources")).MustSucceed().Output);
        var source = (await server.RunAsync("sources", "--json")).MustSucceed().Json["items"]!.AsArray().Single(item => (string?)item!["name"] == shop.Source)!;
        Assert.Equal((2, 1, "a.csv"), ((int)source["events"]!, (int)source["open_quarantined"]!, (string?)source["last_run"]!["title"]));
    }

    [Fact]
    public async Task Checks_OfASource_AreListed()
    {
        using var shop = await IngestedAsync();

        var text = (await server.RunAsync("checks", shop.Source)).MustSucceed();

        Assert.Matches($@"\nrequired:{shop.Key} +fail +3 +1 +33\.3 % +– +\S+Z", text.Output);
        Assert.Matches(@"\nminimum:price +pass +3 +0 +0\.0 % +– +\S+Z", text.Output);
        Assert.NotEmpty((await server.RunAsync("checks", shop.Source, "--json")).MustSucceed().Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Checks_NothingCheckedOrNoSuchSource_SaysSo()
    {
        using var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();

        Assert.Equal($"No event of '{shop.Source}' has been checked yet.\n", (await server.RunAsync("checks", shop.Source)).MustSucceed().Output);
        Assert.Equal("source-not-found", (await server.RunAsync("checks", "nowhere", "--json")).MustEndWith(3).Code);
        Assert.Equal("feature-view-not-found", (await server.RunAsync("materialize", "nowhere", "--json")).MustEndWith(3).Code);
    }

    [Fact]
    public async Task Lineage_OfASource_ShowsTheFileAndTheJob()
    {
        using var shop = await IngestedAsync();

        var text = (await server.RunAsync("lineage", $"source/{shop.Source}", "--depth", "2")).MustSucceed();
        var json = (await server.RunAsync("lineage", $"dataset:catalog:source/{shop.Source}", "--json")).MustSucceed().Json;

        Assert.Matches($@"\njob:ingest\.{shop.Source} +dataset:source/{shop.Source}\n", text.Output);
        Assert.NotEmpty(json["graph"]!.AsArray());
        Assert.Equal("node-not-found", (await server.RunAsync("lineage", "source/nowhere", "--json")).MustEndWith(3).Code);
        Assert.Equal("usage", (await server.RunAsync("lineage", "source/nowhere", "--depth", "101", "--json")).MustEndWith(2).Code);
    }

    [Fact]
    public async Task Status_OfAServer_IsReady()
    {
        var text = (await server.RunAsync("status")).MustSucceed();
        var json = (await server.RunAsync("status", "--json")).MustSucceed().Json;

        Assert.Matches(@"\nReady +yes\n", text.Output);
        Assert.Matches(@"\nRoles +serve, work, schedule\n", text.Output);
        Assert.True((bool)json["ready"]!);
        Assert.NotNull(json["open_quarantined"]);
    }

    [Fact]
    public async Task Status_NotReady_EndsWith1()
    {
        await using var fake = await FakeServer.StartAsync(static context => FakeServer.AnswerJsonAsync(
            context, """{"ready": false, "revision": 0, "roles": ["serve"], "writers": [{"view": "v", "state": "failing", "lag": 3}], "lag": 3, "runningRuns": 0, "openQuarantined": 0, "lookupLog": {"sampleRate": 0.01, "sampled": 1200, "logged": 1000, "dropped": 200, "error": "The disk is full."}}"""));

        var status = (await new Command { Server = fake.Address }.RunAsync("status")).MustEndWith(1);

        Assert.Matches(@"\nReady +no, it is starting\n", status.Output);
        Assert.Matches(@"\nFailing views +v\n", status.Output);
        Assert.Matches(@"\nLookups logged +1,000 of 1,200 sampled, 200 dropped\nLookup log +The disk is full\.\n", status.Output);
    }

    private async Task<Shop> IngestedAsync()
    {
        var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        var file = shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup", "1,2026-01-02T00:00:00Z,2,tea", ",2026-01-02T00:00:00Z,2,tea");
        (await server.RunAsync("ingest", shop.Source, "--file", file)).MustSucceed();
        return shop;
    }
}
