using System.Text.Json;
using EndToEnd.Tests.Flow;
using EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Views;

public sealed class ViewPageTests(FlowCatalog catalog) : IClassFixture<FlowCatalog>, IAsyncLifetime
{
    private const string Address = "/shop/views/profile";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The same lines again change nothing.
        var run = await catalog.SendAsync("view.csv", FlowCatalog.Lines("cup", 30));
        while (await StateOfAsync($"/api/v1/sources/sales/runs/{run}") is "queued" or "running")
        {
            await Task.Delay(50, Token);
        }

        (await catalog.Http.PostAsync("/api/v1/views/profile/flush", null, Token)).EnsureSuccessStatusCode();
        (await catalog.Http.PostAsync("/api/v1/views/profile/statistics", null, Token)).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Lookup_KeysTyped_AnswersAtAnAddressThatCanBeOpenedAgain()
    {
        var page = await OpenAsync(Address);
        await page.SetViewportSizeAsync(1400, 500);
        await page.EvaluateAsync("() => { window.same = true; }");
        await page.GetByLabel("customer_id").FillAsync("3, 999");
        await page.Locator("#lookup-features").FillAsync("last_price");

        await page.Keyboard.PressAsync("Enter");

        var rows = page.Locator(".lookup-panel tbody tr");
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.First).ToContainTextAsync("PRESENT");
        await Expect(rows.Last).ToContainTextAsync("NOT_FOUND");
        Assert.True(await page.EvaluateAsync<bool>("() => window.same"));
        await Expect(rows.Last).ToBeInViewportAsync();
        var again = await OpenAsync(new Uri(page.Url).PathAndQuery);
        await Expect(again.Locator(".lookup-panel tbody tr")).ToHaveCountAsync(2);
        await Expect(again.GetByLabel("customer_id")).ToHaveValueAsync("3, 999");
    }

    [Fact]
    public async Task Lookup_CopyLink_CopiesTheAddress()
    {
        var page = await OpenAsync(Address + "?customer_id=3&features=last_price");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.GetByText("Copy link").ClickAsync();

        await Expect(page.Locator("#live")).ToHaveTextAsync("Copied");
        Assert.Equal(page.Url, await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task Lookup_Mistake_IsSaidAtItsFieldWhichHasTheFocus()
    {
        var page = await OpenAsync(Address);
        await page.GetByLabel("customer_id").FillAsync("abc");

        await page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();

        await Expect(page.Locator("#lookup-customer_id-error")).ToContainTextAsync("'abc'");
        await Expect(page.GetByLabel("customer_id")).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [Fact]
    public async Task Features_ByKeyboard_AreChosenAndTabsAreWalked()
    {
        var page = await OpenAsync(Address);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");

        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("[aria-selected=true] th")).ToHaveTextAsync("last_product");
        Assert.EndsWith("?feature=last_product", page.Url, StringComparison.Ordinal);
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("]");
        await Expect(page.Locator(".tabs [aria-current]")).ToContainTextAsync("Contract");
    }

    [Theory]
    [InlineData("", ColorScheme.Light)]
    [InlineData("?customer_id=3,999", ColorScheme.Dark)]
    [InlineData("/contract", ColorScheme.Dark)]
    [InlineData("/quality", ColorScheme.Light)]
    [InlineData("/training-data", ColorScheme.Dark)]
    [InlineData("/versions", ColorScheme.Light)]
    [InlineData("/yaml", ColorScheme.Dark)]
    public async Task Page_At800_DoesNotScrollSideways(string tab, ColorScheme scheme)
    {
        var page = await catalog.OpenAsync(800, scheme);
        await page.GotoAsync(Address + tab);

        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    [Theory]
    [InlineData("HTTP")]
    [InlineData("CLI")]
    [InlineData("Python")]
    [InlineData(".NET")]
    public async Task Overview_Snippet_LooksUpAKeyThatIsThere(string label)
    {
        var snippet = await SnippetRunner.FindAsync(await OpenAsync(Address), label);
        using var folder = new TemporaryDirectory();

        Assert.Contains("PRESENT", await SnippetRunner.RunAsync(folder.Path, label, snippet), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CLI")]
    [InlineData("HTTP")]
    public async Task TrainingData_SnippetFromAFile_MakesTheTrainingSet(string label)
    {
        var snippet = await SnippetRunner.FindAsync(await OpenAsync(Address + "/training-data"), label);
        using var folder = new TemporaryDirectory();

        await SnippetRunner.ShellAsync(folder.Path, snippet);

        var made = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "profile.parquet"), Token);
        Assert.Equal("PAR1"u8, made.AsSpan(0, 4));
    }

    private async Task<IPage> OpenAsync(string address)
    {
        var page = await catalog.OpenAsync();
        await page.GotoAsync(address);
        return page;
    }

    private async Task<string?> StateOfAsync(string path)
    {
        using var answer = await catalog.Http.GetAsync(path, Token);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        return body.RootElement.TryGetProperty("state", out var state) ? state.GetString()?.ToLowerInvariant() : null;
    }
}
