using System.Text.Json.Nodes;
using Catalog.Cli.Tests.Testing;
using Catalog.Web.Composition;

namespace Catalog.Cli.Tests.Verbs;

public sealed class ConsumersVerbTests : IAsyncLifetime
{
    private const string AdminKey = "the key of the administrators";

    private readonly TemporaryDirectory _data = new();
    private IRunningCatalog? _host;

    private Command Command => new() { Server = _host!.Address.ToString(), AdminKey = AdminKey }; // Set before every test.

    public async ValueTask InitializeAsync() => _host = await CatalogHost.StartAsync(
        new Dictionary<string, string?> { ["Catalog:DataDirectory"] = _data.Path, ["Catalog:LoadSamples"] = "false", ["FeatureStore:Access:AdminKey"] = AdminKey, ["FeatureStore:Access:Required"] = "true" },
        TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Consumer_FromItsFirstToItsLastDay_IsAdministered()
    {
        Assert.Contains("Nobody is registered.", (await Command.RunAsync("consumers")).MustSucceed().Output, StringComparison.Ordinal);
        (await Command.RunAsync("consumers", "churn", "--add", "--owner", "growth", "--purpose", "scores churn", "--service", "*")).MustSucceed();
        var changed = (await Command.RunAsync("consumers", "churn", "--change", "--owner", "sales")).MustSucceed();
        Assert.Matches(@"(?m)^Owner +sales$", changed.Output);
        Assert.Matches(@"(?m)^Purpose +scores churn$", changed.Output);
        Assert.Matches(@"(?m)^May read +\*$", changed.Output);

        var key = (await Command.RunAsync("consumers", "churn", "--make-key", "--expires", "2099-01-01T00:00:00Z")).MustSucceed().Output.Trim();
        Assert.StartsWith("cat_", key, StringComparison.Ordinal);
        var withKey = (await (Command with { ApiKey = key }).RunAsync("lookup", "--features", "nope:x", "--key", "a=1")).MustEndWith(3);
        Assert.Contains("nope", withKey.Errors, StringComparison.Ordinal);
        Assert.Contains("needs the key of a consumer", (await Command.RunAsync("lookup", "--features", "nope:x", "--key", "a=1")).MustEndWith(1).Errors, StringComparison.Ordinal);

        var id = JsonNode.Parse((await Command.RunAsync("consumers", "churn", "--json")).MustSucceed().Output)!["keys"]![0]!["id"]!.GetValue<string>();
        (await Command.RunAsync("consumers", "churn", "--revoke", id)).MustSucceed();
        Assert.Contains("was revoked", (await (Command with { ApiKey = key }).RunAsync("lookup", "--features", "nope:x", "--key", "a=1")).MustEndWith(1).Errors, StringComparison.Ordinal);
        (await Command.RunAsync("consumers", "churn", "--remove")).MustSucceed();
        (await Command.RunAsync("consumers", "churn")).MustEndWith(3);
    }

    [Fact]
    public async Task Consumers_WithoutTheAdministratorsKey_AreRefused()
        => Assert.Contains("FeatureStore:Access:AdminKey", (await (Command with { AdminKey = null, ApiKey = "cat_x" }).RunAsync("consumers")).MustEndWith(1).Errors, StringComparison.Ordinal);

    [Theory]
    [InlineData("need a NAME", "--add", "--owner", "x")]
    [InlineData("exclude each other", "churn", "--remove", "--make-key")]
    [InlineData("--owner belongs to --add or --change", "churn", "--owner", "x")]
    [InlineData("--add needs --owner", "churn", "--add")]
    [InlineData("--expires is 'soon'", "churn", "--make-key", "--expires", "soon")]
    public async Task Arguments_ThatDoNotFit_AreRefusedBeforeAnyCall(string expected, params string[] arguments)
        => Assert.Contains(expected, (await new Command().RunAsync(["consumers", .. arguments])).MustEndWith(2).Errors, StringComparison.Ordinal);
}
