using System.Text.Json;
using EndToEnd.Tests.Accessibility;
using EndToEnd.Tests.Flow;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Erasures;

/// <summary>Erases in the browser.</summary>
public sealed class ErasurePageTests(FlowCatalog catalog) : IClassFixture<FlowCatalog>, IAsyncLifetime
{
    private const string Name = "#erasure-key-customer_id";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The same lines again change nothing.
        await catalog.SendAsync("erased.csv", FlowCatalog.Lines("cup", 30));
        while (!(await catalog.Http.GetStringAsync(new Uri("/api/v1/sources/sales/events?limit=1", UriKind.Relative), Token)).Contains("cup", StringComparison.Ordinal))
        {
            await Task.Delay(50, Token);
        }

        (await catalog.Http.PostAsync("/api/v1/views/profile/flush", null, Token)).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Erase_AfterAPreview_EndsInAReceipt()
    {
        var page = await catalog.OpenAsync();
        await page.GotoAsync("/shop/entities/customer_id");
        await page.GetByRole(AriaRole.Link, new() { Name = "Erase one" }).ClickAsync();
        await Expect(page.Locator(Name)).ToBeEnabledAsync();

        await page.Locator(Name).FillAsync("three");
        await page.Locator("#erasure-look").ClickAsync();
        await Expect(page.Locator(Name)).ToBeFocusedAsync();
        await Expect(page.Locator(Name + "-notes")).ToContainTextAsync("is not of type int64");
        await page.Locator(Name).FillAsync("3");
        await page.Locator("#erasure-look").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What there is of it now" })).ToContainTextAsync("profile@1");
        await page.Locator(Name).FillAsync("31");
        await Expect(page.Locator("#erasure-ask")).ToHaveAttributeAsync("aria-disabled", "true");
        await page.Locator(Name).FillAsync("3");
        await page.Locator("#erasure-reason").FillAsync("asked by mail");
        await page.Locator("#erasure-look").ClickAsync();
        await Expect(page.Locator("#erasure-ask")).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await page.Locator("#erasure-ask").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Erase customer_id 3?");
        await Expect(dialog).ToContainTextAsync("cannot be undone");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        Assert.Equal(0, (await ListAsync()).GetArrayLength());
        Assert.DoesNotContain("=3", page.Url, StringComparison.Ordinal);

        await page.Locator("#erasure-ask").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Erase", Exact = true }).ClickAsync();

        await page.WaitForURLAsync("**/erasures/*-*");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Kept" })).ToContainTextAsync("Backups");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Removed" })).ToContainTextAsync("profile@1");
        await Expect(page.Locator(".head .light")).ToHaveTextAsync("Complete");
        var receipt = Assert.Single((await ListAsync()).EnumerateArray());
        Assert.Equal(("completed", "asked by mail"), (receipt.GetProperty("state").GetString(), receipt.GetProperty("reason").GetString()));
        Assert.EndsWith("/erasures/" + receipt.GetProperty("id").GetString(), page.Url, StringComparison.Ordinal);

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var (width, address) in new[] { (1400, "/erasures"), (800, "/erasures"), (1400, page.Url), (800, page.Url) })
            {
                await KeepsTheRulesAsync(await OpenAsync(address, width, scheme));
            }
        }
    }

    [Theory]
    [InlineData(1400, ColorScheme.Light)]
    [InlineData(1400, ColorScheme.Dark)]
    [InlineData(800, ColorScheme.Light)]
    [InlineData(800, ColorScheme.Dark)]
    public async Task New_WithErrorPreviewAndDialog_KeepsTheRules(int width, ColorScheme scheme)
    {
        var page = await OpenAsync("/erasures/new?entity=customer_id", width, scheme);
        await Expect(page.Locator(Name)).ToBeEnabledAsync();
        await page.Locator("#erasure-look").ClickAsync();
        await Expect(page.Locator(Name + "-notes")).ToContainTextAsync("Give the customer_id");
        await KeepsTheRulesAsync(page);

        await page.Locator(Name).FillAsync("4");
        await page.Locator("#erasure-look").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What there is of it now" })).ToContainTextAsync("Online store");
        await KeepsTheRulesAsync(page);
        await page.Locator("#erasure-ask").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await KeepsTheRulesAsync(page);
    }

    private static async Task KeepsTheRulesAsync(IPage page)
    {
        Assert.Empty(await Axe.ViolationsAsync(page));
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    private async Task<IPage> OpenAsync(string address, int width, ColorScheme scheme)
    {
        var page = await catalog.OpenAsync(width, scheme);
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        return page;
    }

    private async Task<JsonElement> ListAsync()
    {
        using var list = JsonDocument.Parse(await catalog.Http.GetStringAsync(new Uri("/api/v1/erasures", UriKind.Relative), Token));
        return list.RootElement.GetProperty("items").Clone();
    }
}
