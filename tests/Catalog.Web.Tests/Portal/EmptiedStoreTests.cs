using AngleSharp.Dom;
using FeatureStore.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Web.Tests.Portal;

/// <summary>What the portal says once the online store has lost its rows but answers as if nothing were wrong.</summary>
public sealed class EmptiedStoreTests(ViewCatalogue server) : IClassFixture<ViewCatalogue>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_ViewWithoutItsRows_FailAndSayWhatToDo()
    {
        var online = server.Services.GetRequiredService<IOnlineStore>();
        var view = server.Services.GetRequiredService<IFeatureRegistry>().Views.Single(static view => view.Name == "last_sale");
        await online.DeleteViewAsync(view.Id.ToString(), Token);

        var page = (await server.GetAsync("/shop/views/last_sale")).Page;
        Assert.Equal("Failed", page.QuerySelector(".head .light")!.TextContent.Trim());
        var note = Assert.Single(page.QuerySelectorAll(".page-note .note.failed")).TextContent;
        Assert.Contains("look at the processes that have the role 'work'", note, StringComparison.Ordinal);
        Assert.DoesNotContain("still served", note, StringComparison.Ordinal);
        Assert.Equal("0", page.QuerySelectorAll(".facts > div").Single(static fact => fact.QuerySelector("dt")!.TextContent == "Keys").QuerySelector("dd")!.TextContent.Trim());
        Assert.Contains("holds no key of the view any more", page.QuerySelector(".snip footer")!.TextContent, StringComparison.Ordinal);

        var home = (await server.GetAsync("/")).Page;
        Assert.Contains(home.QuerySelectorAll(".panel ul.list li").Select(static item => item.TextContent), static item => item.Contains("last_sale", StringComparison.Ordinal) && item.Contains("holds none of its rows", StringComparison.Ordinal));

        // Nothing was ever written for it, so nothing is missing.
        Assert.Empty((await server.GetAsync("/shop/views/silent")).Page.QuerySelectorAll(".page-note .note.failed").Select(static note => note.TextContent));
    }
}
