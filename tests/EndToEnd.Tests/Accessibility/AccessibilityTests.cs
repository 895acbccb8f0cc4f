using EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Accessibility;

/// <summary>Each kind of page on the sample data: the rules of WCAG 2.1 AA by axe-core in both themes, nothing that must be scrolled sideways, no error in the browser's console.</summary>
[Collection(SampleTests.Name)]
public sealed class AccessibilityTests(SampleCatalog samples)
{
    // What sticks out of the window and does not scroll by itself.
    private const string TooWide = """
        () => {
          if (document.scrollingElement.scrollWidth <= innerWidth) return "";
          const scrolls = e => e && e !== document.body && (/(auto|scroll|hidden|clip)/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
          return [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e.parentElement))
            .slice(0, 4).map(e => e.tagName.toLowerCase() + "." + [...e.classList].join(".") + " to " + Math.round(e.getBoundingClientRect().right)).join(", ") || "something";
        }
        """;

    private static readonly string[] Pages =
    [
        "/", "/search?q=customer", "/domains", "/loyalty", "/products", "/loyalty/products/customer-behaviour", "/views", "/loyalty/views/customer_profile", "/loyalty/views/customer_activity/explain/amount_30d?customer_id=13047", "/loyalty/views/customer_profile/explain/last_country", "/fleet/views/vehicle_state", "/loyalty/on-demand/basket_check",
        "/services", "/loyalty/services/churn_v1", "/entities", "/loyalty/entities/customer_id", "/sources", "/loyalty/sources/loyalty-transactions", "/contracts",
        "/loyalty/contracts/loyalty-transactions", "/teams", "/checks", "/proof", "/lineage", "/lineage/dataset:catalog:view/customer_profile", "/quarantine", "/quarantine/loyalty-transactions",
        "/runs", "/runs?state=completed&kind=ingestion", "/training-sets", "/training-sets/new", "/erasures", "/erasures/new", "/consumers", "/loyalty/views/new", "/loyalty/products/new", "/loyalty/views/customer_profile/change", "/nowhere",
    ];

    [Fact]
    public async Task Pages_OfTheSamples_KeepTheRulesInBothThemes()
    {
        await using var browser = await Browser.StartAsync();
        var broken = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await browser.OpenAsync(samples.Catalog.Address, scheme: scheme);
            page.Console += (_, message) => AddError(broken, page.Url, message);
            foreach (var path in Pages)
            {
                await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
                broken.AddRange((await Axe.ViolationsAsync(page)).Select(text => $"{path} ({scheme}) {text}"));
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Theory]
    [InlineData(1400)]
    [InlineData(800)]
    [InlineData(360)]
    public async Task Pages_OfTheSamples_NeedNoScrollingSideways(int width)
    {
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(samples.Catalog.Address, width);
        var wide = new List<string>();
        foreach (var path in Pages)
        {
            await page.GotoAsync(path);
            if (await page.EvaluateAsync<string>(TooWide) is { Length: > 0 } found)
            {
                wide.Add($"{path}: {found}");
            }
        }

        Assert.True(wide.Count == 0, string.Join('\n', wide));
    }

    // The page that is not there is asked for on purpose.
    private static void AddError(List<string> broken, string address, IConsoleMessage message)
    {
        if (message.Type == "error" && !address.EndsWith("/nowhere", StringComparison.Ordinal) && !message.Text.Contains("404", StringComparison.Ordinal))
        {
            broken.Add($"{address} {message.Text}");
        }
    }
}
