using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Catalog.Client.Tests.Testing;
using Catalog.Web.Composition;

namespace Catalog.Client.Tests;

/// <summary>Keys of consumers, against a server that asks for them.</summary>
public sealed class KeyTests : IDisposable
{
    private const string AdminKey = "the key of the administrators";

    private readonly TemporaryDirectory _data = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lookup_WithTheKeyOfAConsumer_ReadsWhatItIsGrantedAndNoMore()
    {
        await using var host = await StartAsync();
        using var open = new CatalogClient(host.Address);
        await open.ApplyAsync(CatalogServer.Definitions, cancellationToken: Token);
        var key = await MakeKeyAsync(host.Address, "shop_v1");
        using var keyed = new CatalogClient(host.Address, new CatalogClientOptions { ApiKey = $" {key}\n" });
        using var http = new HttpClient { BaseAddress = host.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "of a proxy") } };
        using var behindProxy = new CatalogClient(http, new CatalogClientOptions { ApiKey = key });
        using var wrong = new CatalogClient(host.Address, new CatalogClientOptions { ApiKey = "cat_wrong" });

        foreach (var client in (CatalogClient[])[keyed, behindProxy])
        {
            Assert.Single((await LookUpAsync(client, "shop_v1"))["points"].Statuses);
        }

        Assert.Equal(("key-required", 401, CatalogErrorKind.Refused), await RefuseAsync(open, "shop_v1"));
        Assert.Equal(("key-not-accepted", 401, CatalogErrorKind.Refused), await RefuseAsync(wrong, "shop_v1"));
        Assert.Equal(("access-denied", 403, CatalogErrorKind.Refused), await RefuseAsync(keyed, ["branch_purchase:branch_amount"]));
    }

    [Theory]
    [InlineData("cat_a", null, "Authorization", "Bearer cat_a")]
    [InlineData("cat_a", "cat_b", "Authorization", "Bearer cat_a")]
    [InlineData(null, "cat_b\n", "Authorization", "Bearer cat_b")]
    [InlineData(null, " ", null, null)]
    [InlineData(null, null, null, null)]
    public void Header_OfOptionsAndEnvironment_IsThatOfTheOptionsFirst(string? given, string? ofEnvironment, string? name, string? value)
    {
        using var http = new HttpClient();

        var header = KeyHeader.Of(given, ofEnvironment, http);

        Assert.Equal((name, value), (header?.Name, header?.Value));
    }

    [Fact]
    public void Header_OverAnHttpClientWithAKeyOfItsOwn_IsLeftToIt()
    {
        using var http = new HttpClient { DefaultRequestHeaders = { { "x-api-key", "cat_own" } } };

        Assert.Null(KeyHeader.Of(null, "cat_b", http));
        Assert.StartsWith("The HttpClient sends a key by itself", Assert.Throws<ArgumentException>(() => KeyHeader.Of("cat_a", null, http)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cat_a b")]
    [InlineData("cat_a\r\nx: y")]
    [InlineData("cat_ä")]
    public void Options_WithWhatIsNoKey_AreRefusedWithoutTellingIt(string key)
    {
        var refused = Assert.Throws<ArgumentException>(() => new CatalogClient(new Uri("http://localhost"), new CatalogClientOptions { ApiKey = key }));

        Assert.StartsWith("CatalogClientOptions.ApiKey is ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cat_", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WrittenDown_DoNotTellTheKey()
    {
        var text = new CatalogClientOptions { ApiKey = "cat_secret" }.ToString();

        Assert.Contains("ApiKey = given", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cat_secret", text, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Dispose();

    private static Task<OnlineFeatures> LookUpAsync(CatalogClient client, FeatureSelection features) => client.GetOnlineFeaturesAsync(features, [new { CustomerId = 1, Branch = "north" }], cancellationToken: Token);

    private static async Task<(string Code, int? Status, CatalogErrorKind Kind)> RefuseAsync(CatalogClient client, FeatureSelection features)
    {
        var refused = await Assert.ThrowsAsync<CatalogException>(() => LookUpAsync(client, features));
        return (refused.Code, refused.Status, refused.Kind);
    }

    private static async Task<string> MakeKeyAsync(Uri address, string service)
    {
        using var http = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { "x-api-key", AdminKey } } };
        using var created = await http.PostAsJsonAsync("api/v1/consumers", new { name = "model", owner = "shop-team", featureServices = (string[])[service] }, Token);
        using var made = await http.PostAsJsonAsync("api/v1/consumers/model/keys", new { }, Token);
        return JsonNode.Parse(await made.Content.ReadAsStringAsync(Token))!["key"]!.GetValue<string>();
    }

    private Task<IRunningCatalog> StartAsync() => CatalogHost.StartAsync(
        new Dictionary<string, string?> { ["Catalog:DataDirectory"] = _data.Path, ["FeatureStore:Access:Required"] = "true", ["FeatureStore:Access:AdminKey"] = AdminKey }, Token);
}
