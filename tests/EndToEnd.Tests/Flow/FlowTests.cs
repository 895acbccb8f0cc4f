using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Flow;

public sealed class FlowTests(FlowCatalog catalog) : IClassFixture<FlowCatalog>
{
    [Fact]
    public async Task Runs_WhileAFileIsIngested_ShowItsEndWithoutReload()
    {
        var page = await OpenLiveAsync("/runs");
        await page.EvaluateAsync("() => { window.same = true; }");

        var run = await catalog.SendAsync("live.csv", FlowCatalog.Lines("live", 25));

        var row = page.Locator("tr", new() { Has = page.Locator($"a[href='/runs/{run}']") });
        await Expect(row.GetByText("Succeeded")).ToBeVisibleAsync();
        await Expect(row.GetByText("25 accepted, 0 quarantined")).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => window.same"));
    }

    [Fact]
    public async Task Runs_RunningFile_ShowsItsProgressAndIsCancelled()
    {
        var page = await OpenLiveAsync("/runs");
        var run = await catalog.SendAsync("long.csv", FlowCatalog.Lines("long", 200_000));
        var row = page.Locator("tr", new() { Has = page.Locator($"a[href='/runs/{run}']") });

        await Expect(row.Locator("[role=progressbar]")).ToBeVisibleAsync();
        await row.GetByText("Cancel", new() { Exact = true }).ClickAsync();

        await Expect(row.GetByText("Cancelled", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Run_PageOfARunningFile_CountsAndEndsByItself()
    {
        var run = await catalog.SendAsync("counted.csv", FlowCatalog.Lines("counted", 3_000));

        var page = await OpenRunAsync(run);

        await Expect(page.GetByText("Succeeded")).ToBeVisibleAsync();
        await Expect(page.Locator(".run-figures")).ToContainTextAsync("3,000");
        await Expect(page.Locator(".run-events .yaml")).ToContainTextAsync("\"eventType\": \"COMPLETE\"");
    }

    [Fact]
    public async Task Runs_HeldUpdates_StandStillUntilTheyGoOn()
    {
        var page = await OpenLiveAsync("/runs");
        await page.GetByText("Hold updates").ClickAsync();
        await Expect(page.GetByText("Held")).ToBeVisibleAsync();

        var run = await catalog.SendAsync("held.csv", FlowCatalog.Lines("held", 5));
        var other = await OpenLiveAsync("/runs");
        var link = $"a[href='/runs/{run}']";
        await Expect(other.Locator("tr", new() { Has = other.Locator(link) }).GetByText("Succeeded")).ToBeVisibleAsync();

        await Expect(page.Locator(link)).ToHaveCountAsync(0);
        await page.GetByText("Go on").ClickAsync();
        await Expect(page.Locator(link)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Lineage_NodesByKeyboard_ShowTheirFacts()
    {
        var page = await OpenAsync("/lineage/dataset:catalog:view/profile");
        var node = page.GetByRole(AriaRole.Link, new() { Name = "feature service churn", Exact = true });
        await page.Locator(".graph[role=region]").FocusAsync();
        for (var tabs = 0; tabs < 20 && !await node.EvaluateAsync<bool>("node => node === document.activeElement"); tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal("3px", await node.Locator("rect.box").EvaluateAsync<string>("box => getComputedStyle(box).strokeWidth"));
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("h2", new() { HasText = "churn" })).ToBeVisibleAsync();
        await Expect(node).ToHaveAttributeAsync("aria-current", "true");
        Assert.Contains("sel=dataset%3Acatalog%3Aservice%2Fchurn", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lineage_RemovedColumn_NamesWhatBreaks()
    {
        var page = await OpenAsync("/lineage/datasetField:catalog:source/sales:price?if=removed");

        await Expect(page.Locator(".lineage-note")).ToContainTextAsync("Breaks 1 feature, 1 feature view, 1 feature service and 1 data product");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "profile.last_price feature" })).ToContainTextAsync("Breaks");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Behaviour of customers" })).ToContainTextAsync("Breaks");
    }

    [Fact]
    public async Task Quarantine_DismissOfTheChosen_LeavesTheOthers()
    {
        var run = await catalog.SendAsync("bad.csv", "1,2026-11-20T10:00:00Z,-1,bowl\n2,2026-11-20T11:00:00Z,-2,cup\n");
        await (await OpenRunAsync(run)).GetByText("Succeeded").WaitForAsync();
        var page = await OpenAsync("/quarantine/sales?rule=minimum:price");
        var boxes = page.Locator("tbody input[type=checkbox]");
        await Expect(boxes.First).ToBeEnabledAsync();
        await Expect(boxes).ToHaveCountAsync(2);

        await boxes.First.CheckAsync();
        await Expect(page.Locator(".panel header [role=status]")).ToHaveTextAsync("1 selected");
        await page.GetByText("Dismiss…").ClickAsync();
        await page.Locator("dialog[open] .btn.primary").ClickAsync();

        await Expect(page.GetByText("1 event dismissed.")).ToBeVisibleAsync();
        await Expect(boxes).ToHaveCountAsync(1);
        await Expect(page.Locator(".head .pill")).ToHaveTextAsync("1 open");
    }

    [Fact]
    public async Task Quarantine_ReplayAfterAFixOfTheContract_LetsTheEventIn()
    {
        var run = await catalog.SendAsync("cheap.csv", "7,2026-11-20T10:00:00Z,-5,cheap\n");
        await (await OpenRunAsync(run)).GetByText("Succeeded").WaitForAsync(new() { Timeout = 60_000 });
        var page = await OpenAsync("/quarantine/sales?text=cheap");
        await Expect(page.GetByText("Try this event")).ToBeEnabledAsync();
        await page.GetByText("Try this event").ClickAsync();
        await Expect(page.Locator(".try-replay")).ToContainTextAsync("Would be refused again");

        await catalog.SetMinimumPriceAsync("-9");
        await page.GetByText("Try this event").ClickAsync();
        await Expect(page.Locator(".try-replay")).ToContainTextAsync("Would pass");
        await page.GetByText("Replay…").ClickAsync();
        await page.Locator("dialog[open] .btn.primary").ClickAsync();

        await Expect(page.Locator(".panel .note[role=status]")).ToContainTextAsync("The event passed.");
        await Expect(page.Locator("tbody input[type=checkbox]")).ToHaveCountAsync(0);
        await catalog.SetMinimumPriceAsync("0");
    }

    [Theory]
    [InlineData("/lineage", ColorScheme.Light)]
    [InlineData("/lineage/dataset:catalog:view/profile?zoom=column", ColorScheme.Dark)]
    [InlineData("/runs", ColorScheme.Dark)]
    [InlineData("/quarantine", ColorScheme.Light)]
    [InlineData("/quarantine/sales", ColorScheme.Light)]
    public async Task Page_At800_DoesNotScrollSideways(string address, ColorScheme scheme)
    {
        var page = await catalog.OpenAsync(800, scheme);
        await page.GotoAsync(address);

        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    private async Task<IPage> OpenAsync(string address)
    {
        var page = await catalog.OpenAsync();
        await page.GotoAsync(address);
        return page;
    }

    // A file has no page while it waits for its turn.
    private async Task<IPage> OpenRunAsync(Guid run)
    {
        while (await catalog.Http.GetAsync(new Uri($"/api/v1/runs/{run}", UriKind.Relative), TestContext.Current.CancellationToken) is { IsSuccessStatusCode: false } answer)
        {
            Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        }

        return await OpenAsync($"/runs/{run}");
    }

    private async Task<IPage> OpenLiveAsync(string address)
    {
        var page = await OpenAsync(address);
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        return page;
    }
}
