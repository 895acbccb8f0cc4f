using System.Text.RegularExpressions;
using EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.MainJob;

/// <summary>The main job as a newcomer walks it in a browser on the sample data, by links and keys alone.</summary>
[Collection(SampleTests.Name)]
public sealed class WalkTests(SampleCatalog samples)
{
    [Fact]
    public async Task Walk_FromHomeToAnAnswerAndItsOrigin()
    {
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(samples.Catalog.Address);

        await page.GotoAsync("/");
        await Follow(page, "Customer behaviour");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Customer behaviour");
        await Expect(page.Locator("main")).ToContainTextAsync("133,954");
        await Expect(page.Locator("main")).ToContainTextAsync("customer_id is required");

        await JumpAsync(page, "customer_engagement");
        await JumpAsync(page, "customer_profile");
        await page.GetByLabel("customer_id").FillAsync("17581, 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
        await Expect(page.Locator(".lookup-panel tbody tr").First).ToContainTextAsync("United Kingdom");
        await Expect(page.Locator(".lookup-panel tbody tr").Last).ToContainTextAsync("NOT_FOUND");

        await Follow(page, "Lineage", within: "main");
        var table = page.GetByRole(AriaRole.Table).Last;
        await Expect(table).ToContainTextAsync("online_retail_2011-10-01_2011-12-09.csv.gz");
        await Expect(table).ToContainTextAsync("churn_v1");
        await page.GetByRole(AriaRole.Link, new() { Name = "Columns" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table).Last).ToContainTextAsync("last_country");
    }

    [Fact]
    public async Task Walk_FromARefusalToItsBytesAndItsRun()
    {
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(samples.Catalog.Address, width: 800);

        await page.GotoAsync("/");
        await page.Locator("main li .grow > div", new() { HasText = "37,024 refused events" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("loyalty-transactions");
        await Expect(page.Locator("main")).ToContainTextAsync("37,024 open");
        await page.Locator("main tbody a").First.ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("required:customer_id");

        await page.GotoAsync("/runs");
        await page.GetByRole(AriaRole.Link, new() { Name = "ingest loyalty-transactions" }).ClickAsync();
        await Expect(page.Locator(".run-figures")).ToContainTextAsync("170,978");
        await Expect(page.Locator("main")).ToContainTextAsync("\"eventType\": \"COMPLETE\"");
        await Follow(page, "loyalty-transactions", within: "main");
        await Expect(page.Locator("h1")).ToHaveTextAsync("loyalty-transactions");
    }

    private static async Task Follow(IPage page, string name, string within = "body")
        => await page.Locator(within).GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.ClickAsync();

    private static async Task JumpAsync(IPage page, string name)
    {
        await page.Keyboard.PressAsync("Control+k");
        var box = page.GetByRole(AriaRole.Combobox);
        await Expect(box).ToBeFocusedAsync();
        await box.PressSequentiallyAsync(name);
        await Expect(page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex(name) }).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync(name);
    }
}
