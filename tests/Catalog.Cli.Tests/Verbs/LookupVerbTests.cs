using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class LookupVerbTests(CatalogServer server)
{
    [Fact]
    public async Task Lookup_OneEntity_ShowsALineForEachFeature()
    {
        using var shop = await IngestedAsync();

        var found = (await server.RunAsync("lookup", "--service", shop.Service, "--key", $"{shop.Key}=1")).MustSucceed();

        Assert.Matches(@"^FEATURE +VALUE +STATUS +EVENT TIME\n", found.Output);
        Assert.Matches($@"\n{shop.Key} +1 +– +–\n", found.Output);
        Assert.Matches(@"\nlast_price +2 +PRESENT +\d{4}-\d\d-\d\dT00:00:00Z\n", found.Output);
        Assert.Matches(@"\nlast_product +tea +PRESENT +", found.Output);
    }

    [Fact]
    public async Task Lookup_SeveralEntities_ShowsALineForEach()
    {
        using var shop = await IngestedAsync();

        var found = (await server.RunAsync("lookup", "--features", $"{shop.View}:last_product", "-k", $"{shop.Key}=1", "-k", $"{shop.Key}=7")).MustSucceed();

        Assert.Matches($@"^{shop.Key.ToUpperInvariant()} +LAST_PRODUCT\n1 +tea\n7 +\(NOT_FOUND\)\n$", found.Output);
    }

    [Fact]
    public async Task Lookup_Json_IsFeastsDocument()
    {
        using var shop = await IngestedAsync();

        var found = (await server.RunAsync("lookup", "--features", $"{shop.View}:last_price", "--full-names", "--key", $"{shop.Key}=1,7", "--json")).MustSucceed().Json;

        Assert.Equal([shop.Key, $"{shop.View}__last_price"], found["metadata"]!["feature_names"]!.AsArray().Select(static name => (string)name!));
        Assert.Equal("[2,null]", found["results"]![1]!["values"]!.ToJsonString());
        Assert.Equal("""["PRESENT","NOT_FOUND"]""", found["results"]![1]!["statuses"]!.ToJsonString());
    }

    [Theory]
    [InlineData(3, "feature-view-not-found", "--features", "nowhere:x", "--key", "a=1")]
    [InlineData(3, "feature-service-not-found", "--service", "nowhere", "--key", "a=1")]
    [InlineData(3, "feature-not-found", "--features", "{view}:gone", "--key", "{key}=1")]
    [InlineData(1, "invalid-feature-reference", "--features", "nowhere", "--key", "a=1")]
    [InlineData(1, "missing-join-key", "--service", "{service}", "--key", "a=1")]
    [InlineData(1, "missing-join-key", "--service", "{service}")]
    [InlineData(1, "invalid-entity-value", "--service", "{service}", "--key", "{key}=x")]
    [InlineData(2, "usage", "--key", "a=1")]
    [InlineData(2, "usage", "--features", "a:b", "--service", "c", "--key", "a=1")]
    [InlineData(2, "usage", "--service", "c", "--key", "a")]
    [InlineData(2, "usage", "--service", "c", "--key", "=1")]
    [InlineData(2, "usage", "--service", "c", "--key", "a=")]
    [InlineData(2, "usage", "--service", "c", "--key", "a=1,2", "--key", "b=1")]
    public async Task Lookup_IllegalOrUnknown_SaysSo(int exitCode, string code, params string[] arguments)
    {
        using var shop = await IngestedAsync();
        var placed = arguments.Select(argument => argument.Replace("{view}", shop.View).Replace("{key}", shop.Key).Replace("{service}", shop.Service));

        var refused = (await server.RunAsync(["lookup", .. placed, "--json"])).MustEndWith(exitCode);

        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain("{", (string?)refused.Json["detail"], StringComparison.Ordinal);
    }

    private async Task<Shop> IngestedAsync()
    {
        var shop = new Shop();
        shop.WriteView(ttl: "0");
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        var file = shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup", "1,2026-01-02T00:00:00Z,2,tea");
        (await server.RunAsync("ingest", shop.Source, "--file", file)).MustSucceed();
        return shop;
    }
}
