using System.Text;
using System.Text.Json.Nodes;
using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class QuarantineVerbTests(CatalogServer server)
{
    [Fact]
    public async Task Quarantine_Source_ListsRulesAndTheNewestEvents()
    {
        using var shop = await IngestedAsync();

        var list = (await server.RunAsync("quarantine", shop.Source)).MustSucceed();

        Assert.StartsWith($"3 events of '{shop.Source}'; one that breaks several rules counts for each:\n", list.Output, StringComparison.Ordinal);
        Assert.Matches($@"\nrequired:{shop.Key} +2\n", list.Output);
        Assert.Matches(@"\nminimum:price +2\n", list.Output);
        Assert.Matches($@"\n *\d+ +open +a\.csv +4 +required:{shop.Key}, minimum:price +,2026-01-03T00:00:00Z,-2,both\n", list.Output);
    }

    [Fact]
    public async Task Quarantine_Filters_NarrowIt()
    {
        using var shop = await IngestedAsync();

        Assert.Equal(2, await CountAsync("quarantine", shop.Source, "--rule", "minimum:price"));
        Assert.Equal(3, await CountAsync("quarantine", shop.Source, "--rule", $"minimum:price,required:{shop.Key}"));
        Assert.Equal(1, await CountAsync("quarantine", shop.Source, "--text", "both"));
        Assert.Equal(0, await CountAsync("quarantine", shop.Source, "--state", "replayed"));
        Assert.Equal(3, await CountAsync("quarantine", shop.Source, "--state", "any"));
    }

    [Fact]
    public async Task Quarantine_Limit_SaysThatThereIsMore()
    {
        using var shop = await IngestedAsync();

        var list = (await server.RunAsync("quarantine", shop.Source, "--limit", "2")).MustSucceed();
        var json = (await server.RunAsync("quarantine", shop.Source, "--limit", "2", "--json")).MustSucceed().Json;

        Assert.EndsWith("These are the newest 2; --limit shows more, --export writes all of them.\n", list.Output, StringComparison.Ordinal);
        Assert.Equal((3, 2), ((int)json["total"]!, json["items"]!.AsArray().Count));
        Assert.NotNull(json["next"]);
        Assert.Equal(shop.Key, (string?)json["items"]![1]!["violations"]![0]!["column"]);
    }

    [Fact]
    public async Task Quarantine_NothingMatches_SaysSo()
    {
        using var shop = await IngestedAsync();

        Assert.Equal($"No event of '{shop.Source}' matches in the quarantine.\n", (await server.RunAsync("quarantine", shop.Source, "--text", "nowhere")).MustSucceed().Output);
    }

    [Fact]
    public async Task Quarantine_Export_WritesAllOfThemOldestFirst()
    {
        using var shop = await IngestedAsync();

        var exported = (await server.RunAsync("quarantine", shop.Source, "--export", shop.File("out.ndjson"))).MustSucceed();
        (await server.RunAsync("quarantine", shop.Source, "--rule", "minimum:price", "--export", shop.File("out.raw"), "--format", "raw", "--json")).MustSucceed();

        Assert.Matches(@"^Wrote [\d.]+ kB to .*out\.ndjson\.\n$", exported.Output);
        var lines = File.ReadAllLines(shop.File("out.ndjson"));
        Assert.Equal([3, 4, 5], lines.Select(static line => (int)JsonNode.Parse(line)!["lineNumber"]!));
        Assert.Equal(",2026-01-03T00:00:00Z,-2,both\n3,2026-01-04T00:00:00Z,-1,cheap\n", File.ReadAllText(shop.File("out.raw")));
    }

    [Fact]
    public async Task Quarantine_ExportToStandardOutput_WritesTheRecordsAndNothingElse()
    {
        using var shop = await IngestedAsync();
        using var bytes = new MemoryStream();

        var exported = (await (server.Command with { Bytes = bytes }).RunAsync("quarantine", shop.Source, "--text", "both", "--export", "-", "--format", "raw")).MustSucceed();

        Assert.Equal(",2026-01-03T00:00:00Z,-2,both\n", Encoding.UTF8.GetString(bytes.ToArray()));
        Assert.Empty(exported.Output);
    }

    [Fact]
    public async Task Quarantine_ReplayAfterTheContractIsMended_AcceptsThem()
    {
        using var shop = await IngestedAsync();
        shop.WriteContract(wantsCustomer: false);
        (await server.RunAsync("apply", shop.Path)).MustSucceed();

        var replay = (await server.RunAsync("quarantine", shop.Source, "--replay", "--json")).MustSucceed().Json;

        Assert.Equal(("replay", 3, 1, 2), ((string?)replay["kind"], (int)replay["read"]!, (int)replay["accepted"]!, (int)replay["quarantined"]!));
        Assert.Equal(2, await CountAsync("quarantine", shop.Source));
        Assert.Equal(1, await CountAsync("quarantine", shop.Source, "--state", "replayed"));
    }

    [Fact]
    public async Task Quarantine_DismissById_SettlesThatOne()
    {
        using var shop = await IngestedAsync();
        var id = (await server.RunAsync("quarantine", shop.Source, "--text", "cheap", "--json")).MustSucceed().Json["items"]![0]!["id"]!.ToString();

        var dismissed = (await server.RunAsync("quarantine", shop.Source, "--dismiss", "--id", id)).MustSucceed();

        Assert.Equal("Dismissed 1 event.\n", dismissed.Output);
        var list = (await server.RunAsync("quarantine", shop.Source, "--state", "dismissed", "--json")).MustSucceed().Json;
        Assert.Equal((id, "tester"), (list["items"]![0]!["id"]!.ToString(), (string?)list["items"]![0]!["resolved_by"]));
    }

    [Theory]
    [InlineData(3, "quarantine", "nowhere")]
    [InlineData(3, "quarantine", "nowhere", "--export", "x.ndjson")]
    [InlineData(3, "quarantine", "nowhere", "--dismiss", "--all")]
    [InlineData(3, "quarantine", "nowhere", "--replay")]
    [InlineData(2, "quarantine")]
    [InlineData(2, "quarantine", "x", "--replay", "--dismiss")]
    [InlineData(2, "quarantine", "x", "--replay", "--export", "x")]
    [InlineData(2, "quarantine", "x", "--limit", "0")]
    [InlineData(2, "quarantine", "x", "--limit", "201")]
    [InlineData(2, "quarantine", "x", "--limit", "many")]
    [InlineData(2, "quarantine", "x", "--state", "lost")]
    [InlineData(2, "quarantine", "x", "--format", "raw")]
    [InlineData(2, "quarantine", "x", "--export", "x", "--format", "csv")]
    [InlineData(2, "quarantine", "x", "--id", "1")]
    [InlineData(2, "quarantine", "x", "--export", "-")]
    [InlineData(2, "quarantine", "x", "--dismiss")]
    [InlineData(2, "quarantine", "x", "--replay", "--all")]
    [InlineData(2, "quarantine", "x", "--dismiss", "--id", "first")]
    [InlineData(2, "quarantine", "x", "--dismiss", "--state", "replayed")]
    public async Task Quarantine_IllegalOrUnknown_SaysSo(int exitCode, params string[] arguments)
    {
        var refused = (await server.RunAsync([.. arguments, "--json"])).MustEndWith(exitCode);

        Assert.Equal(exitCode == 2 ? "usage" : "source-not-found", refused.Code);
        Assert.DoesNotContain("System.", refused.Output, StringComparison.Ordinal);
        Assert.False(File.Exists("x.ndjson"));
    }

    private async Task<int> CountAsync(params string[] arguments) => (int)(await server.RunAsync([.. arguments, "--json"])).MustSucceed().Json["total"]!;

    private async Task<Shop> IngestedAsync()
    {
        var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        var file = shop.Lines(
            "a.csv", "1,2026-01-01T00:00:00Z,1,fine", ",2026-01-02T00:00:00Z,1,nobody", ",2026-01-03T00:00:00Z,-2,both", "3,2026-01-04T00:00:00Z,-1,cheap");
        (await server.RunAsync("ingest", shop.Source, "--file", file)).MustSucceed();
        return shop;
    }
}
