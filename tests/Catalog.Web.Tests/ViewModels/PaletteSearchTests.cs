using Catalog.Web.ViewModels;

namespace Catalog.Web.Tests.ViewModels;

public sealed class PaletteSearchTests
{
    private static PaletteSearch Search(params IPaletteSource[] sources) => new(sources, TimeProvider.System);

    private static PaletteItem Item(PaletteGroup group, string title) => new(group, title, "/" + title, "table-2");

    [Fact]
    public async Task FindAsync_ManySources_GroupsInOrderWithActionsLast()
    {
        var actions = new FixedSource(Item(PaletteGroup.Actions, "Register"));
        var rest = new FixedSource(Item(PaletteGroup.FeatureViews, "b"), Item(PaletteGroup.Features, "a"), Item(PaletteGroup.FeatureViews, "c"));

        var hits = await Search(actions, rest).FindAsync("  x ", TestContext.Current.CancellationToken);

        Assert.Equal("x", hits.Query);
        Assert.Equal(["Features", "Feature views", "Do"], hits.Groups.Select(group => group.Label));
        Assert.Equal(["a", "b", "c", "Register"], hits.Items.Select(item => item.Title));
    }

    [Fact]
    public async Task FindAsync_GreaterThan_LeavesActionsOnly()
    {
        var source = new FixedSource(Item(PaletteGroup.Pages, "Home"), Item(PaletteGroup.Actions, "Register"));

        var hits = await Search(source).FindAsync("> reg", TestContext.Current.CancellationToken);

        Assert.Equal("reg", source.LastQuery);
        Assert.Equal(["Register"], hits.Items.Select(item => item.Title));
    }

    [Fact]
    public async Task FindAsync_ManyHits_AreCutPerGroup()
    {
        var source = new FixedSource([.. Enumerable.Range(0, 100).Select(i => Item(PaletteGroup.Features, $"f{i}"))]);

        var hits = await Search(source).FindAsync("f", TestContext.Current.CancellationToken);

        Assert.Equal(PaletteSearch.GroupLimit, hits.Items.Count);
    }

    [Fact]
    public async Task FindAsync_Pages_AreFoundByPartOfTheirName()
    {
        var hits = await Search(new PagesPaletteSource()).FindAsync("VIEW", TestContext.Current.CancellationToken);

        var item = Assert.Single(hits.Items);
        Assert.Equal(("/views", "g v"), (item.Href, item.Key));
    }

    [Theory]
    [InlineData("/", "Home")]
    [InlineData("/views", "Feature views")]
    [InlineData("/loyalty/views/customer_engagement/explain/spend_7d", "Feature views")]
    [InlineData("/loyalty/products/behaviour", "Data products")]
    [InlineData("/sources/retail-lines", "Sources")]
    [InlineData("/erasures/new", "Erasures")]
    [InlineData("/consumers/churn-model", "Consumers")]
    [InlineData("/settings", null)]
    public void At_Path_BelongsToItsEntry(string path, string? label) => Assert.Equal(label, Navigation.At(path)?.Label);

    private sealed class FixedSource(params PaletteItem[] items) : IPaletteSource
    {
        public string? LastQuery { get; private set; }

        public Task<IReadOnlyList<PaletteItem>> FindAsync(string query, int limit, CancellationToken cancellationToken)
        {
            LastQuery = query;
            return Task.FromResult<IReadOnlyList<PaletteItem>>(items);
        }
    }
}
