using Catalog.Core.Values;
using Catalog.Web.Components.Controls;
using Catalog.Web.ViewModels;
using static Catalog.Web.Tests.Components.Rendering;

namespace Catalog.Web.Tests.Components;

public sealed class PartTests
{
    [Fact]
    public async Task Fact_WithoutValue_DoesNotApply()
    {
        var fact = await RenderAsync<Fact>(new() { ["Term"] = "Product" });

        Assert.Equal("Product", fact.QuerySelector("dt")!.TextContent);
        Assert.Equal("–", fact.QuerySelector("dd")!.TextContent);
    }

    [Theory]
    [InlineData("loyalty-team", "L")]
    [InlineData("équipe", "É")]
    [InlineData("🚌 fleet", "🚌")]
    [InlineData("", "")]
    public async Task OwnerChip_Name_GivesItsInitial(string name, string initial)
    {
        var chip = (await RenderAsync<OwnerChip>(new() { ["Name"] = name, ["Href"] = "/teams/x" })).QuerySelector("a.chip")!;

        Assert.Equal(initial, chip.QuerySelector("i")!.TextContent);
        Assert.Equal(initial + name, chip.TextContent);
    }

    [Fact]
    public async Task OwnerChip_SameDomain_HasTheSameColour()
    {
        var first = await RenderAsync<OwnerChip>(new() { ["Name"] = "a", ["Domain"] = "loyalty" });
        var second = await RenderAsync<OwnerChip>(new() { ["Name"] = "b", ["Domain"] = "loyalty" });
        var model = await RenderAsync<OwnerChip>(new() { ["Name"] = "churn", ["IsModel"] = true });

        Assert.Equal(first.QuerySelector("i")!.ClassName, second.QuerySelector("i")!.ClassName);
        Assert.Equal("model", model.QuerySelector("i")!.ClassName);
    }

    [Fact]
    public async Task RelativeTime_Instant_HasAgeStampAndMachineTime()
    {
        var time = (await RenderAsync<RelativeTime>(new() { ["At"] = FixedClock.Now - TimeSpan.FromMinutes(2) })).QuerySelector("time")!;

        Assert.Equal("2 min ago", time.TextContent);
        Assert.Equal("2026-11-20 12:50:00 UTC", time.GetAttribute("title"));
        Assert.Equal("2026-11-20T12:50:00Z", time.GetAttribute("datetime"));
    }

    [Theory]
    [InlineData(-3, "3 d")]
    [InlineData(9, "in 9 d")]
    public async Task RelativeTime_Bare_IsAnAgeUnlessItIsToCome(int days, string expected)
        => Assert.Equal(expected, (await RenderAsync<RelativeTime>(new() { ["At"] = FixedClock.Now + TimeSpan.FromDays(days), ["Bare"] = true })).TextContent);

    [Fact]
    public async Task EventTime_OtherYear_NamesIt()
    {
        var at = Instant.FromDateTime(new DateTime(2011, 12, 9, 12, 50, 0));

        Assert.Equal("9 Dec 2011 12:50", (await RenderAsync<EventTime>(new() { ["At"] = at })).TextContent);
        Assert.Equal("9 Dec 2011", (await RenderAsync<EventTime>(new() { ["At"] = at, ["Detail"] = TimeDetail.Day })).TextContent);
    }

    [Fact]
    public async Task DataTable_Region_IsNamedAndFocusable()
    {
        var table = await RenderAsync<DataTable>(new() { ["Label"] = "Runs <all>", ["Head"] = Text(""), ["ChildContent"] = Text(""), ["MinWidth"] = "40rem" });
        var region = table.QuerySelector("[role=region]")!;

        Assert.Equal("Runs <all>", region.GetAttribute("aria-label"));
        Assert.Equal("0", region.GetAttribute("tabindex"));
        Assert.Equal("min-width:40rem", region.QuerySelector("table")!.GetAttribute("style"));
    }

    [Fact]
    public async Task SortHead_SortedColumn_SaysSo()
    {
        var head = await RenderTextAsync<SortHead>(new() { ["Href"] = "/runs?sort=started", ["Order"] = "descending", ["ChildContent"] = Text("Started") });

        Assert.Contains("aria-sort=\"descending\"", head, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-sort", await RenderTextAsync<SortHead>(new() { ["Href"] = "/", ["ChildContent"] = Text("Run") }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pager_MiddlePage_SaysHowMuchAndLeadsOn()
    {
        var pager = await RenderAsync<Pager>(new() { ["Shown"] = 100, ["Total"] = 135_120L, ["Order"] = "newest first", ["NextHref"] = "?after=abc&rule=x", ["FirstHref"] = "?" });

        Assert.Contains("Showing 100 of 135,120, newest first.", pager.TextContent, StringComparison.Ordinal);
        Assert.Equal("?after=abc&rule=x", pager.QuerySelector("[rel=next]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData(0, 20, 57, true, "Showing 1 to 20 of 57, by name.", "Next 20")]
    [InlineData(20, 20, 57, true, "Showing 21 to 40 of 57, by name.", "Next 17")]
    [InlineData(40, 17, 57, false, "Showing 41 to 57 of 57, by name.", null)]
    [InlineData(0, 3, 3, false, "Showing 3 of 3, by name.", null)]
    [InlineData(0, 0, 0, false, "", null)]
    public async Task Pager_WithAStart_SaysWhereItIs(int start, int shown, int total, bool leadsOn, string said, string? next)
    {
        var pager = await RenderAsync<Pager>(new()
        {
            ["Start"] = start, ["Shown"] = shown, ["Total"] = (long)total, ["PageSize"] = 20, ["Order"] = "by name", ["NextHref"] = leadsOn ? "?from=1" : null,
        });

        Assert.Equal(said, pager.QuerySelector(".pager > span")!.TextContent);
        Assert.Equal(next, pager.QuerySelector("[rel=next]")?.TextContent);
    }

    [Fact]
    public async Task Pager_OnlyPage_HasNoLinks()
        => Assert.Empty((await RenderAsync<Pager>(new() { ["Shown"] = 0, ["Total"] = 0L })).QuerySelectorAll("a"));

    [Fact]
    public async Task Tab_Current_IsMarked()
    {
        var tab = await RenderAsync<Tab>(new() { ["Href"] = "/x", ["Current"] = true, ["Count"] = "14", ["ChildContent"] = Text("Quality") });

        Assert.Equal("page", tab.QuerySelector("a")!.GetAttribute("aria-current"));
        Assert.Equal("14", tab.QuerySelector(".c")!.TextContent);
    }

    [Fact]
    public async Task Note_WithStatus_HasItsShapeAndClass()
    {
        var note = await RenderAsync<Note>(new() { ["Status"] = Status.Failed, ["ChildContent"] = Text("It broke <here>."), ["Role"] = "alert" });

        Assert.NotNull(note.QuerySelector(".note.failed[role=alert] > svg"));
        Assert.Contains("It broke <here>.", note.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SearchBox_Value_IsKeptAsText()
    {
        var box = await RenderAsync<SearchBox>(new() { ["Action"] = "/search", ["Value"] = "\"><script>", ["Found"] = "6 of 14,208 in 3 ms" });
        var field = box.QuerySelector("input")!;

        Assert.Equal("\"><script>", field.GetAttribute("value"));
        Assert.Equal(field.Id, box.QuerySelector("label")!.GetAttribute("for"));
        Assert.Equal("search", box.QuerySelector("form")!.GetAttribute("role"));
    }

    [Fact]
    public async Task PortCard_Closing_IsDashedAndChosenIsOutlined()
    {
        var closing = await RenderAsync<PortCard>(new() { ["Name"] = "orders", ["Status"] = Status.Late, ["Closing"] = true, ["StatusText"] = Text("Closing") });
        var chosen = await RenderAsync<PortCard>(new() { ["Name"] = "orders", ["Status"] = Status.Fresh, ["Chosen"] = true, ["Href"] = "?port=orders" });

        Assert.NotNull(closing.QuerySelector(".port.dep"));
        Assert.Equal("Closing", closing.QuerySelector(".light b")!.TextContent);
        Assert.Equal("Fresh", chosen.QuerySelector(".port.on .light b")!.TextContent);
        Assert.Equal("true", chosen.QuerySelector("h3 a")!.GetAttribute("aria-current"));
    }
}
