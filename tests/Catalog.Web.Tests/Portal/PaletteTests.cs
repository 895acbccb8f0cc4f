using Catalog.Web.ViewModels;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Web.Tests.Portal;

public sealed class PaletteTests(ShopCatalogue shop)
{
    [Theory]
    [InlineData("last_price", PaletteGroup.Features, "last_price", "/shop/views/last_line?feature=last_price")]
    [InlineData("written", PaletteGroup.Columns, "written_at", "/shop/sources/lines")]
    [InlineData("receipts", PaletteGroup.DataProducts, "Receipts", "/shop/products/receipts")]
    [InlineData("lines", PaletteGroup.Sources, "lines", "/shop/sources/lines")]
    [InlineData("lines", PaletteGroup.Contracts, "lines", "/contracts/lines")]
    [InlineData("advice", PaletteGroup.FeatureServices, "advice_v1", "/shop/services/advice_v1")]
    [InlineData("customer", PaletteGroup.Entities, "customer", "/shop/entities/customer")]
    [InlineData("the crew", PaletteGroup.Teams, "The crew", "/teams/crew")]
    [InlineData("office", PaletteGroup.Domains, "office", "/domains/office")]
    public async Task Palette_Name_IsFoundInItsGroup(string query, PaletteGroup group, string title, string href)
    {
        var hits = await FindAsync(query);

        Assert.Contains((title, href), hits.Groups.Single(found => found.Group == group).Items.Select(item => (item.Title, item.Href)));
    }

    [Fact]
    public async Task Palette_FeatureAndView_HaveTheLightOfTheView()
    {
        var hits = await FindAsync("last");

        Assert.All(hits.Items.Where(item => item.Group is PaletteGroup.Features or PaletteGroup.FeatureViews), item => Assert.Equal(Status.Fresh, item.Status));
    }

    [Fact]
    public async Task Palette_Hits_HaveActionsThatLeadToPages()
    {
        var hits = await FindAsync("last");

        var feature = hits.Items.First(item => item is { Group: PaletteGroup.Features, Title: "last_price" });
        Assert.Equal(["Open", "Look up a value", "Explain a value", "Lineage", "What breaks without it", "Copy last_line:last_price"], feature.Actions.Select(action => action.Title));
        Assert.Equal("last_line:last_price", feature.Actions.Single(action => action.Copies is not null).Copies);
        var view = hits.Items.First(item => item is { Group: PaletteGroup.FeatureViews, Title: "last_line" });
        Assert.Equal("/shop/views/last_line/change", view.Actions[^1].Href);
        var source = (await FindAsync("lines")).Items.First(item => item.Group == PaletteGroup.Sources);
        Assert.Contains("/quarantine/lines", source.Actions.Select(action => action.Href));
        foreach (var action in feature.Actions.Concat(view.Actions).Concat(source.Actions))
        {
            await shop.OpenAsync(action.Href.Split('#')[0]);
        }
    }

    private async Task<PaletteHits> FindAsync(string query)
    {
        using var scope = (await shop.GetAsync<IServiceScopeFactory>()).CreateScope();
        return await scope.ServiceProvider.GetRequiredService<PaletteSearch>().FindAsync(query, TestContext.Current.CancellationToken);
    }
}
