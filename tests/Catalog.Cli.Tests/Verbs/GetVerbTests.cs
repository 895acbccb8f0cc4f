using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class GetVerbTests(CatalogServer server)
{
    [Theory]
    [InlineData("FeatureView")]
    [InlineData("feature-views")]
    [InlineData("views")]
    public async Task Get_KindInAnySpelling_ListsThem(string kind)
    {
        using var shop = await AppliedAsync();

        var list = (await server.RunAsync("get", kind, "--domain", shop.Domain)).MustSucceed();

        var lines = list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^KIND +NAME +DOMAIN +OWNER +VERSION +CHANGED +BY", lines[0]);
        Assert.Matches($@"^FeatureView +{shop.View} +{shop.Domain} +{shop.Domain}-crew +1 +\S+Z +tester", lines[1]);
    }

    [Fact]
    public async Task Get_WithoutKind_ListsEverything()
    {
        using var shop = await AppliedAsync();

        var list = (await server.RunAsync("get", "--domain", shop.Domain, "--json")).MustSucceed().Json;

        Assert.Equal(
            ["Domain", "Entity", "FeatureService", "FeatureView", "Source"],
            list["items"]!.AsArray().Select(static item => (string)item!["kind"]!).Order());
    }

    [Fact]
    public async Task Get_Name_ShowsFactsAndText()
    {
        using var shop = await AppliedAsync();

        var one = (await server.RunAsync("get", "source", shop.Source)).MustSucceed();

        Assert.Matches($@"Used by +FeatureView/{shop.View}", one.Output);
        Assert.EndsWith(File.ReadAllText(shop.File("source.yaml")).TrimEnd() + "\n", one.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NameAsJson_KeepsTheKeysOfTheModel()
    {
        using var shop = await AppliedAsync();

        var one = (await server.RunAsync("get", "view", shop.View, "--json")).MustSucceed().Json;

        Assert.Equal(shop.View, (string?)one["definition"]!["name"]);
        Assert.NotNull(one["used_by"]);
        Assert.NotNull(one["model"]!["strictBefore"]);
    }

    [Fact]
    public async Task Get_Yaml_PrintsTheDocumentsAndNothingElse()
    {
        using var shop = await AppliedAsync();

        var one = (await server.RunAsync("get", "Source", shop.Source, "-o", "yaml")).MustSucceed();
        var all = (await server.RunAsync("get", "--domain", shop.Domain, "--output", "yaml")).MustSucceed();

        Assert.Equal(File.ReadAllText(shop.File("source.yaml")).TrimEnd() + "\n", one.Output);
        Assert.Equal(4, all.Output.Split("\n---\n").Length - 1);
    }

    [Fact]
    public async Task Get_YamlOfADomain_CanBeAppliedAgain()
    {
        using var shop = await AppliedAsync();
        using var folder = new TemporaryDirectory();
        var yaml = (await server.RunAsync("get", "--domain", shop.Domain, "-o", "yaml")).MustSucceed().Output;

        var plan = (await server.RunAsync("plan", folder.Write("all.yaml", yaml))).MustSucceed();

        Assert.Contains("Nothing to change.", plan.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "get", "widget")]
    [InlineData(2, "get", "view", "x", "--domain", "y")]
    [InlineData(2, "get", "view", "--history")]
    [InlineData(2, "get", "view", "x", "--history", "-o", "yaml")]
    [InlineData(2, "get", "-o", "xml")]
    [InlineData(2, "get", "-o", "yaml", "--json")]
    [InlineData(2, "get", "view", "x", "y")]
    [InlineData(3, "get", "view", "nowhere")]
    [InlineData(3, "get", "view", "no/where", "--history")]
    public async Task Get_IllegalOrUnknown_SaysSo(int exitCode, params string[] arguments)
    {
        var refused = (await server.RunAsync(arguments)).MustEndWith(exitCode);

        Assert.DoesNotContain("   at ", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownKind_NamesTheLegalOnes()
    {
        var refused = (await server.RunAsync("get", "widget")).MustEndWith(2);

        Assert.Contains("There is no kind 'widget'; legal are Domain, Team, Contract, ", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NothingMatches_SaysSo()
    {
        using var shop = await AppliedAsync();

        Assert.Equal("There is no such definition.\n", (await server.RunAsync("get", "contract", "--domain", shop.Domain)).MustSucceed().Output);
        Assert.Contains($"Did you mean '{shop.Domain}'?", (await server.RunAsync("get", "view", "--domain", shop.Domain + "x")).MustEndWith(3).Errors, StringComparison.Ordinal);
    }

    private async Task<Shop> AppliedAsync()
    {
        var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        return shop;
    }
}
