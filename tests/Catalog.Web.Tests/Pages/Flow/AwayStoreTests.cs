using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Composition;
using Catalog.Web.Tests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Catalog.Web.Tests.Pages.Flow.LineagePageTests;

namespace Catalog.Web.Tests.Pages.Flow;

/// <summary>The product whose Redis is away.</summary>
public sealed class AwayStoreTests : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("away-store-").FullName;
    private readonly Socket _deaf = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly HttpClient _browser = new();
    private WebApplication? _app;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _deaf.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("Fail", "lookups fail.")]
    [InlineData("Stale", "lookups are answered only where their rows were read in the last 10 minutes.")]
    public async Task View_StoreAway_IsSaidOnceAndTheLightOfServeIsRed(string whenAway, string lookups)
    {
        await StartAsync(whenAway);

        var page = new HtmlParser().ParseDocument(await _browser.GetStringAsync(new Uri("/shop/views/profile", UriKind.Relative), Token));
        var frame = JsonNode.Parse(await _browser.GetStringAsync(new Uri("/live/frame", UriKind.Relative), Token))!;
        var live = new HtmlParser().ParseDocument($"{frame["roles"]}");

        var note = Words(Assert.Single(page.QuerySelectorAll(".page-note .note.failed")));
        Assert.StartsWith("The online store does not answer, so how many keys it holds is not known, and " + lookups, note, StringComparison.Ordinal);
        Assert.Contains("Training sets and explanations still work", note, StringComparison.Ordinal);
        Assert.DoesNotContain("still served", note, StringComparison.Ordinal);
        Assert.Equal(["serve", "no store"], [Words(page.QuerySelector(".roles .light.failed")!), page.QuerySelector(".roles .num")!.TextContent]);
        Assert.Equal(["serve", "no store"], [Words(live.QuerySelector(".light.failed")!), live.QuerySelector(".num")!.TextContent]);
    }

    [Fact]
    public async Task Home_StoreAway_NamesItFirstAndNoLampClaimsThatAllIsWell()
    {
        await StartAsync("Fail");

        var home = new HtmlParser().ParseDocument(await _browser.GetStringAsync(new Uri("/", UriKind.Relative), Token));
        var view = new HtmlParser().ParseDocument(await _browser.GetStringAsync(new Uri("/shop/views/profile", UriKind.Relative), Token));

        var first = home.QuerySelectorAll("section").First(static panel => Words(panel).StartsWith("Needs attention", StringComparison.Ordinal)).QuerySelector("li")!;
        Assert.StartsWith("Online store does not answer: lookups fail", Words(first).TrimStart(), StringComparison.Ordinal);
        Assert.Matches("Redis at|It gave no answer within 1 second", Words(first));
        Assert.Equal(["serve", "work"], home.QuerySelectorAll(".roles .light.failed").Select(Words));
        Assert.DoesNotContain("within seconds", Words(view.Body!), StringComparison.Ordinal);
        Assert.DoesNotContain("It is being filled", Words(view.Body!), StringComparison.Ordinal);
    }

    private async Task StartAsync(string whenAway)
    {
        // A port on which nobody listens, and nobody else will.
        _deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _app = CatalogHost.Build(
            "--urls=http://127.0.0.1:0", $"--Catalog:DataDirectory={_directory}", "--Catalog:LoadSamples=false", "--Logging:LogLevel:Default=None", "--FeatureStore:OnlineStore:Kind=Redis",
            $"--FeatureStore:OnlineStore:Redis:ConnectionString={_deaf.LocalEndPoint}", "--FeatureStore:OnlineStore:Redis:Timeout=00:00:00.100",
            $"--FeatureStore:OnlineStore:WhenAway={whenAway}");
        await _app.StartAsync(Token);
        _browser.BaseAddress = new Uri(_app.Urls.Single());
        _browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        DefinitionFile[] files = [new("shop.yaml", IngestionServer.Definitions), new("sales.odcs.yaml", IngestionServer.Contract)];
        await _app.Services.GetRequiredService<DefinitionService>().ApplyAsync(new ApplyRequest { Plan = new PlanRequest { Files = files }, Author = "test" }, Token);
    }
}
