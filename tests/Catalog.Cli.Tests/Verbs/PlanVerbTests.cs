using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class PlanVerbTests(CatalogServer server)
{
    [Fact]
    public async Task Plan_NewFolder_ListsWhatComesAndChangesNothing()
    {
        using var shop = new Shop();

        var plan = (await server.RunAsync("plan", shop.Path)).MustSucceed();

        Assert.StartsWith("Added (7)\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains($"  + FeatureView/{shop.View}  view.yaml\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains($"      > version 1 of '{shop.View}' is computed from all events of '{shop.Source}'.", plan.Output, StringComparison.Ordinal);
        Assert.Matches(@"Against revision [\d,]+: 7 added, 0 changed, 0 removed, 0 unchanged\.\n$", plan.Output);
        Assert.Empty(plan.Errors);
        Assert.Equal("definition-not-found", (await server.RunAsync("get", "view", shop.View, "--json")).MustEndWith(3).Code);
    }

    [Fact]
    public async Task Plan_Json_IsTheServersAnswerInSnakeCase()
    {
        using var shop = new Shop();

        var plan = (await server.RunAsync("plan", shop.Path, "--json")).MustSucceed().Json;

        Assert.True((bool)plan["has_changes"]!);
        var view = plan["changes"]!.AsArray().Single(change => (string?)change!["name"] == shop.View)!;
        Assert.Equal(("FeatureView", "added", 1), ((string?)view["kind"], (string?)view["change"], (int)view["model_version"]!));
    }

    [Fact]
    public async Task Plan_ChangedFields_AreShownWithWhatFollows()
    {
        using var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        shop.WriteView(ttl: "60d");
        File.AppendAllText(shop.File("view.yaml"), $"    features: [last_price]\n");

        var plan = (await server.RunAsync("plan", shop.Path)).MustSucceed();

        Assert.StartsWith("Changed (2)\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains("      ~ ttl: 30d -> 60d\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains("+ features", plan.Output, StringComparison.Ordinal);
        Assert.Contains("0 added, 2 changed, 0 removed, 5 unchanged", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_LostFeature_IsMarkedWithItsReaders()
    {
        using var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        File.WriteAllText(shop.File("view.yaml"), File.ReadAllText(shop.File("view.yaml")).Replace("  - {name: last_product, type: string, from: product}\n", string.Empty));

        var plan = (await server.RunAsync("plan", shop.Path)).MustSucceed();

        Assert.Contains($"      ! Readers of '{shop.View}' lose 'last_product'.", plan.Output, StringComparison.Ordinal);
        Assert.Contains($"        affects FeatureService/{shop.Service}\n", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_Prune_ListsWhatGoes()
    {
        using var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        var text = File.ReadAllText(shop.File("view.yaml"));
        File.WriteAllText(shop.File("view.yaml"), text[..text.LastIndexOf("---", StringComparison.Ordinal)]);

        var kept = (await server.RunAsync("plan", shop.Path)).MustSucceed();
        var pruned = (await server.RunAsync("plan", shop.Path, "--prune")).MustSucceed();

        Assert.StartsWith("Nothing to change.", kept.Output, StringComparison.Ordinal);
        Assert.Contains($"Removed (1)\n  - FeatureService/{shop.Service}", pruned.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_Errors_AreAllShownWithTheirPlaceAndFix()
    {
        using var shop = new Shop();
        shop.WriteView(priceType: "dubble");
        shop.Write("teams/extra.yaml", "kind: Team\nname: Bad Name\nmotto: none\n");

        var plan = (await server.RunAsync("plan", shop.Path)).MustEndWith(1);

        Assert.Empty(plan.Output);
        Assert.Matches(@"^" + System.Text.RegularExpressions.Regex.Escape(shop.File("teams/extra.yaml")) + @":2:7: error bad-name: ", plan.Errors);
        Assert.Contains($"{shop.File("view.yaml")}:", plan.Errors, StringComparison.Ordinal);
        Assert.Contains("error unknown-key: ", plan.Errors, StringComparison.Ordinal);
        Assert.Contains("    fix: ", plan.Errors, StringComparison.Ordinal);
        Assert.Contains("    at ", plan.Errors, StringComparison.Ordinal);
        Assert.EndsWith("  code invalid-definitions, exit code 1\n", plan.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_ErrorsAsJson_AreOneProblemDocument()
    {
        using var shop = new Shop();
        shop.WriteView(priceType: "dubble");

        var plan = (await server.RunAsync("plan", shop.Path, "--json")).MustEndWith(1);

        Assert.Equal(("invalid-definitions", 1, 422), (plan.Code, (int)plan.Json["exit_code"]!, (int)plan.Json["status"]!));
        var finding = Assert.Single(plan.Json["findings"]!.AsArray())!;
        Assert.Equal(("error", "view.yaml"), ((string?)finding["severity"], (string?)finding["file"]));
        Assert.Empty(plan.Errors);
    }

    [Fact]
    public async Task Plan_OneFile_NamesItAsItWasGiven()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("team.yaml", "kind: Team\nname: Bad Name\n");

        var plan = (await server.RunAsync("plan", file)).MustEndWith(1);

        Assert.StartsWith($"{file}:2:7: error bad-name: ", plan.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_NotUtf8_IsAFindingToo()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllBytes(folder.File("team.yaml"), [0x6b, 0xff]);

        var text = (await server.RunAsync("plan", folder.Path)).MustEndWith(1);
        var json = (await server.RunAsync("plan", folder.Path, "--json")).MustEndWith(1);

        Assert.StartsWith($"{folder.File("team.yaml")}: error not-utf8: ", text.Errors, StringComparison.Ordinal);
        Assert.Equal("not-utf8", (string?)json.Json["findings"]![0]!["rule"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    public async Task Plan_FileWithoutADefinition_IsRefused(string text)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("empty.yaml", text);

        var plan = (await server.RunAsync("plan", file)).MustEndWith(1);

        Assert.StartsWith($"{file}:1:1: error no-definitions: The file holds no definition.", plan.Errors, StringComparison.Ordinal);
        Assert.Equal("invalid-definitions", (await server.RunAsync("apply", file, "--json")).MustEndWith(1).Code);
    }

    [Fact]
    public async Task Plan_MoreThanTheServerTakes_SaysWhatIsTooLarge()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("huge.yaml", "# " + new string('x', 31_000_000));

        var plan = (await server.RunAsync("plan", file, "--json")).MustEndWith(1);

        Assert.Equal(("too-large", 413), (plan.Code, (int)plan.Json["status"]!));
        Assert.Equal(
            $"The definitions in '{file}' are too large for one change. The body is longer than 30000000 bytes, the most that is taken here. Send less at once.", (string?)plan.Json["detail"]);
    }

    [Fact]
    public async Task Plan_PathWithoutDefinitions_IsNotFound()
    {
        using var folder = new TemporaryDirectory();

        Assert.Equal("file-not-found", (await server.RunAsync("plan", folder.Path, "--json")).MustEndWith(3).Code);
        Assert.Equal("file-not-found", (await server.RunAsync("plan", folder.File("nowhere"), "--json")).MustEndWith(3).Code);
        Assert.Equal("usage", (await server.RunAsync("plan", "--json")).MustEndWith(2).Code);
    }
}
