using System.Net.Http.Json;
using EndToEnd.Tests.Flow;
using EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Portal;

/// <summary>Makes a key in the browser, looks features up with it as the page tells, and revokes it.</summary>
public sealed class ConsumerPageTests(FlowCatalog catalog) : IClassFixture<FlowCatalog>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_MadeOnThePage_ReadsWhatTheSnippetsAskForUntilItIsRevoked()
    {
        using var body = JsonContent.Create(new { name = "scorer", owner = "crew", purpose = "Scores customers.", featureServices = new[] { "churn" } });
        (await catalog.Http.PostAsync("/api/v1/consumers", body, Token)).EnsureSuccessStatusCode();
        var page = await catalog.OpenAsync();
        await page.GotoAsync("/consumers/scorer");
        await Expect(page.Locator("#make-key")).ToBeEnabledAsync();

        await page.Locator("#make-key").ClickAsync();
        var key = await page.Locator("#made-key").TextContentAsync() ?? string.Empty;

        using var folder = new TemporaryDirectory();
        var lookup = await SnippetRunner.ShellAsync(folder.Path, $"export CATALOG_API_KEY={key}\n{await SnippetRunner.FindAsync(page, "HTTP")}");
        Assert.Contains("\"results\"", lookup, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "snippet.py"), await SnippetRunner.FindAsync(page, "Python"), Token);
        Assert.Contains("customer_id", await SnippetRunner.ShellAsync(folder.Path, $"CATALOG_API_KEY={key} PYTHONPATH={Repository.Root}/sdk/python/src python3 snippet.py"), StringComparison.Ordinal);

        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What it reads" })).ToContainTextAsync("churn");
        await Expect(page.Locator("main .facts")).ToContainTextAsync("Lookups2");
        await Expect(page.Locator("#made-key")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Revoke… the key") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Revoke for good") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Keys" })).ToContainTextAsync("Revoked");
        var refused = await SnippetRunner.ShellAsync(folder.Path, $"export CATALOG_API_KEY={key}\n{await SnippetRunner.FindAsync(page, "HTTP")}");
        Assert.Contains("revoked", refused, StringComparison.Ordinal);
    }
}
