using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class ApplyVerbTests(CatalogServer server)
{
    [Fact]
    public async Task Apply_Twice_ChangesSomethingOnce()
    {
        using var shop = new Shop();

        var first = (await server.RunAsync("apply", shop.Path)).MustSucceed();
        var second = (await server.RunAsync("apply", shop.Path)).MustSucceed();

        Assert.Matches(@"Applied as revision [\d,]+: 7 added, 0 changed, 0 removed, 0 unchanged\.\n$", first.Output);
        Assert.Matches(@"^Nothing to change\. In force is revision [\d,]+: 0 added, 0 changed, 0 removed, 7 unchanged\.\n$", second.Output);
    }

    [Fact]
    public async Task Apply_MessageAndAuthor_AreKept()
    {
        using var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        shop.WriteView(ttl: "60d");
        (await server.RunAsync("apply", shop.Path, "--message", "@longer", "--author", "ann")).MustSucceed();

        var history = (await server.RunAsync("get", "view", shop.View, "--history", "--json")).MustSucceed().Json["items"]!.AsArray();

        Assert.Equal([("ann", "@longer"), ("tester", null)], history.Select(static version => ((string?)version!["author"], (string?)version["message"])));
    }

    [Fact]
    public async Task Apply_AfterSomebodyElse_IsRefusedWhenARevisionIsExpected()
    {
        using var shop = new Shop();

        var refused = (await server.RunAsync("apply", shop.Path, "--expect-revision", "999999", "--json")).MustEndWith(5);

        Assert.Equal(("revision-conflict", 5), (refused.Code, (int)refused.Json["exit_code"]!));
        (await server.RunAsync("get", "view", shop.View)).MustEndWith(3);
    }

    [Fact]
    public async Task Apply_Errors_ChangeNothing()
    {
        using var shop = new Shop();
        shop.WriteView(priceType: "dubble");

        var refused = (await server.RunAsync("apply", shop.Path)).MustEndWith(1);

        Assert.Contains("view.yaml:", refused.Errors, StringComparison.Ordinal);
        (await server.RunAsync("get", "domain", shop.Domain)).MustEndWith(3);
    }

    [Fact]
    public async Task Apply_Prune_RemovesWhatIsNotDeclared()
    {
        using var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        var text = File.ReadAllText(shop.File("view.yaml"));
        File.WriteAllText(shop.File("view.yaml"), text[..text.LastIndexOf("---", StringComparison.Ordinal)]);

        (await server.RunAsync("apply", shop.Path, "--prune")).MustSucceed();

        (await server.RunAsync("get", "service", shop.Service)).MustEndWith(3);
        (await server.RunAsync("get", "view", shop.View)).MustSucceed();
    }

    [Fact]
    public async Task Apply_Ingest_TakesTheFilesOfTheSourcesOnce()
    {
        using var shop = new Shop();
        shop.WriteSource("files: [\"data/*.csv\"]");
        shop.Lines("data/b.csv", "2,2026-01-02T00:00:00Z,2,tea");
        shop.Lines("data/a.csv", "1,2026-01-01T00:00:00Z,1,cup", ",2026-01-01T00:00:00Z,1,cup");

        var first = (await server.RunAsync("apply", shop.Path, "--ingest", "--json")).MustSucceed().Json;
        var second = (await server.RunAsync("apply", shop.Path, "--ingest")).MustSucceed();

        Assert.Equal(
            [("a.csv", 2, 1), ("b.csv", 1, 1)],
            first["ingested"]!.AsArray().Select(static run => ((string?)run!["title"], (int)run["read"]!, (int)run["accepted"]!)));
        Assert.Empty(first["failed"]!.AsArray());
        Assert.Contains("a.csv: the same content was ingested before", second.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await EventsAsync(shop.Source)));
    }

    [Fact]
    public async Task Apply_IngestOfAFileThatIsNotThere_SaysSoAndGoesOn()
    {
        using var shop = new Shop();
        shop.WriteSource("files: [nowhere.csv]");
        var other = new Shop();
        foreach (var file in Directory.GetFiles(other.Path))
        {
            File.Copy(file, shop.File("other-" + Path.GetFileName(file)));
        }

        var source = File.ReadAllText(shop.File("other-source.yaml"));
        File.WriteAllText(shop.File("other-source.yaml"), source + "files: [there.csv]\n");
        shop.Lines("there.csv", "1,2026-01-01T00:00:00Z,1,cup");

        var result = (await server.RunAsync("apply", shop.Path, "--ingest", "--json")).MustEndWith(1).Json;

        var failed = Assert.Single(result["failed"]!.AsArray())!;
        Assert.Equal((shop.Source, "nowhere.csv", "invalid-request"), ((string?)failed["source"], (string?)failed["file"], (string?)failed["code"]));
        Assert.Equal(other.Source, (string?)Assert.Single(result["ingested"]!.AsArray())!["source"]);
        other.Dispose();
    }

    [Fact]
    public async Task Apply_IngestWithoutFiles_SaysSo()
    {
        using var shop = new Shop();

        var result = (await server.RunAsync("apply", shop.Path, "--ingest")).MustSucceed();

        Assert.EndsWith("No source in it names files.\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--expect-revision", "soon", "--expect-revision is 'soon'; it must be a whole number at least 0.")]
    [InlineData("--expect-revision", "-1", "it must be a whole number at least 0.")]
    [InlineData("--message", null, "--message")]
    [InlineData("--what", null, "--what")]
    public async Task Apply_IllegalOption_IsRefusedBeforeAnythingIsDone(string option, string? value, string expected)
    {
        string[] arguments = ["apply", "nowhere", option, .. value is null ? Array.Empty<string>() : [value]];

        var refused = (await server.RunAsync(arguments)).MustEndWith(2);

        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Contains("See `catalog apply --help`.", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refused.Errors, StringComparison.Ordinal);
    }

    private async Task<int> EventsAsync(string source)
    {
        var sources = (await server.RunAsync("sources", "--json")).MustSucceed().Json["items"]!.AsArray();
        return (int)sources.Single(item => (string?)item!["name"] == source)!["events"]!;
    }
}
