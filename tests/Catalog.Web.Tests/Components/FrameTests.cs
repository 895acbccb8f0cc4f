using Catalog.Web.Components.Controls;
using Catalog.Web.Components.Layout;
using Catalog.Web.ViewModels;
using static Catalog.Web.Tests.Components.Rendering;

namespace Catalog.Web.Tests.Components;

public sealed class FrameTests
{
    private static readonly FrameFacts Facts = new()
    {
        Counts = new Dictionary<FrameEntry, FrameCount> { [FrameEntry.Views] = new(31), [FrameEntry.Sources] = new(1061, Waiting: true) },
        Roles = [new RoleFact("work", Status.Late, "lag 214")],
    };

    [Fact]
    public async Task Sidebar_Counts_AreGroupedAndWaitingOnesRed()
    {
        var side = await RenderAsync<Sidebar>(new() { ["Facts"] = Facts, ["Current"] = FrameEntry.Views });

        Assert.Equal("31", side.QuerySelector("[data-live-count=Views]")!.TextContent);
        Assert.Equal("1,061", side.QuerySelector("[data-live-count=Sources].hot")!.TextContent);
        Assert.Equal("", side.QuerySelector("[data-live-count=Contracts]")!.TextContent);
        Assert.Equal("Feature views", side.QuerySelector("[aria-current=page] span")!.TextContent);
        Assert.Single(side.QuerySelectorAll("[aria-current]"));
        Assert.Equal("Main", side.QuerySelector("nav")!.GetAttribute("aria-label"));
        Assert.Equal("lag 214", side.QuerySelector(".roles .num")!.TextContent);
    }

    [Fact]
    public async Task Sidebar_NothingKnown_HasNoFoot()
        => Assert.Null((await RenderAsync<Sidebar>(new() { ["Facts"] = FrameFacts.Empty })).QuerySelector(".side-foot"));

    [Fact]
    public async Task IconSprite_EveryIconNamedInTheSources_IsInIt()
    {
        var sprite = (await RenderAsync<IconSprite>()).QuerySelectorAll("symbol").Select(symbol => symbol.Id).ToHashSet();
        var named = Navigation.Entries.Select(entry => entry.Icon).Concat(SourceTree.IconNames());

        Assert.All(named, name => Assert.Contains(name, sprite));
    }

    [Fact]
    public async Task KeysDialog_Entries_HaveTheirKeys()
    {
        var keys = Navigation.Entries.Where(entry => entry.Key is not null).Select(entry => entry.Key).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Contains("Feature views", (await RenderAsync<KeysDialog>()).TextContent, StringComparison.Ordinal);
    }
}
