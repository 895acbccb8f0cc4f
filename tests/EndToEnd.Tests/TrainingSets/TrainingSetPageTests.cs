using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Accessibility;
using EndToEnd.Tests.Flow;
using EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.TrainingSets;

/// <summary>Makes training sets in the browser, and by what the pages tell the reader to run.</summary>
public sealed class TrainingSetPageTests(FlowCatalog catalog) : IClassFixture<FlowCatalog>, IAsyncLifetime
{
    private const string Rows = "customer_id,event_timestamp,label\n3,2026-11-21T00:00:00Z,stays\n999,2026-11-21T00:00:00Z,leaves\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The same lines again change nothing.
        await catalog.SendAsync("sets.csv", FlowCatalog.Lines("cup", 30));
        while (!(await catalog.Http.GetStringAsync(new Uri("/api/v1/sources/sales/events?limit=1", UriKind.Relative), Token)).Contains("cup", StringComparison.Ordinal))
        {
            await Task.Delay(50, Token);
        }

        (await catalog.Http.PostAsync("/api/v1/views/profile/flush", null, Token)).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task New_FromAFile_IsBuiltDownloadedAndDeleted()
    {
        using var folder = new TemporaryDirectory();
        var (wrong, right) = (Path.Combine(folder.Path, "wrong.csv"), Path.Combine(folder.Path, "labels.csv"));
        await File.WriteAllTextAsync(wrong, "customer,event_timestamp\n3,2026-11-21T00:00:00Z\n", Token);
        await File.WriteAllTextAsync(right, Rows, Token);
        var page = await OpenAsync("/training-sets/new?service=churn");
        await Expect(page.Locator("#set-name")).ToBeEnabledAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Browser");

        await page.Locator("#set-frame").SetInputFilesAsync(wrong);
        await Expect(page.Locator("#set-frame-notes")).ToContainTextAsync("no column customer_id");
        await Expect(page.Locator("#set-name-notes")).ToContainTextAsync("Browser cannot be taken");
        await page.Locator("#set-build").ClickAsync(new() { Force = true });
        await Expect(page.Locator("#set-name")).ToBeFocusedAsync();
        await Expect(page.Locator("#set-todo")).ToHaveTextAsync("Before it can be built it needs another name and the columns of the file.");
        await page.Locator("#set-todo").GetByText("the columns of the file").ClickAsync();
        await Expect(page.Locator("#make-0")).ToHaveCountAsync(0);

        await page.Locator("#set-name").FillAsync("browser");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take another" }).ClickAsync();
        await page.Locator("#set-frame").SetInputFilesAsync(right);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Columns of the entity frame" })).ToContainTextAsync("join key");
        await page.Locator("#set-build").ClickAsync();

        await page.WaitForURLAsync("**/training-sets/browser");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "First rows" })).ToContainTextAsync("leaves");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), Token);
        Assert.Equal("customer_id,event_timestamp,label,last_price", lines[0]);
        Assert.StartsWith("3,2026-11-21T00:00:00Z,stays,", lines[1], StringComparison.Ordinal);
        Assert.Equal("999,2026-11-21T00:00:00Z,leaves,", lines[2]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.WaitForURLAsync("**/training-sets");
        using var gone = await catalog.Http.GetAsync("/api/v1/training-sets/browser", Token);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task New_FromTheSample_HasTheKeysThatHaveValues()
    {
        var page = await OpenAsync("/training-sets/new?view=profile");
        await Expect(page.Locator("#set-name")).ToBeEnabledAsync();
        await page.Locator("#set-name").FillAsync("sampled");

        await page.GetByRole(AriaRole.Button, new() { Name = "Take a sample" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Columns of the entity frame" })).ToContainTextAsync("time of the row");
        await page.Locator("#set-build").ClickAsync();

        await page.WaitForURLAsync("**/training-sets/sampled");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Views read" })).ToContainTextAsync("100.0 %");
    }

    [Fact]
    public async Task New_AllKeysAtATime_IsBuiltInParts()
    {
        var page = await OpenAsync("/training-sets/new?view=profile");
        await Expect(page.Locator("#set-name")).ToBeEnabledAsync();
        await page.Locator("#set-name").FillAsync("everybody");

        await page.GetByRole(AriaRole.Button, new() { Name = "All keys at a time" }).ClickAsync();
        await page.Locator("#set-asof").FillAsync("1.12.2026");
        await Expect(page.Locator("#set-asof-notes")).ToContainTextAsync("1.12.2026 is no time");
        await page.GetByRole(AriaRole.Button, new() { Name = "2026-12-01T00:00:00Z" }).ClickAsync();
        await Expect(page.Locator("#set-asof")).ToHaveValueAsync("2026-12-01T00:00:00Z");
        await page.Locator("#set-splits").SelectOptionAsync("by key");
        await page.Locator("#set-split-0-value").FillAsync("0.5");
        await Expect(page.Locator("#set-splits-notes")).ToContainTextAsync("add up to");
        await page.Locator("#set-split-1-value").FillAsync("0.5");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Columns it will have" })).ToContainTextAsync("customer_id");
        await page.Locator("#set-build").ClickAsync();

        await page.WaitForURLAsync("**/training-sets/everybody");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Splits" })).ToContainTextAsync("train");
        var made = await FindAsync("everybody");
        Assert.Equal("2026-12-01T00:00:00Z", made.GetProperty("range").GetProperty("asOf").GetString());
        Assert.Equal("customer_id", made.GetProperty("splits").GetProperty("keys")[0].GetString());
    }

    [Fact]
    public async Task New_AllRowsOfAView_AsksForTheStartAndIsBuilt()
    {
        var page = await OpenAsync("/training-sets/new?service=churn");
        await Expect(page.Locator("#set-name")).ToBeEnabledAsync();
        await page.Locator("#set-name").FillAsync("history");

        await page.GetByRole(AriaRole.Button, new() { Name = "All rows of a view" }).ClickAsync();
        await Expect(page.Locator("#set-view")).ToHaveValueAsync("profile");
        await page.Locator("#set-build").ClickAsync(new() { Force = true });
        await Expect(page.Locator("#set-start")).ToBeFocusedAsync();
        await Expect(page.Locator("#set-start-notes")).ToContainTextAsync("Say from which event time");
        await page.Locator("#set-start").FillAsync("2026-11-01T00:00:00Z");
        await page.Locator("#set-end").FillAsync("2026-10-01T00:00:00Z");
        await Expect(page.Locator("#set-end-notes")).ToContainTextAsync("is not after");
        await page.Locator("#set-end").FillAsync("2027-01-01T00:00:00Z");
        await Expect(page.Locator("#make-0 pre")).ToContainTextAsync("--start 2026-11-01T00:00:00Z");
        await page.Locator("#set-build").ClickAsync();

        await page.WaitForURLAsync("**/training-sets/history");
        await WaitAsync("history");
        Assert.Equal("profile", (await FindAsync("history")).GetProperty("range").GetProperty("view").GetString());
    }

    [Theory]
    [InlineData(1400, ColorScheme.Light)]
    [InlineData(1400, ColorScheme.Dark)]
    [InlineData(800, ColorScheme.Light)]
    [InlineData(800, ColorScheme.Dark)]
    public async Task New_RangeInParts_KeepsTheRules(int width, ColorScheme scheme)
    {
        var page = await catalog.OpenAsync(width, scheme);
        await page.GotoAsync("/training-sets/new?view=profile");
        await Expect(page.Locator("#set-name")).ToBeEnabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "All rows of a view" }).ClickAsync();
        await page.Locator("#set-start").FillAsync("long ago");
        await page.Locator("#set-splits").SelectOptionAsync("by time");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a part" }).ClickAsync();
        await page.Locator("#set-split-0-value").FillAsync("soon");
        await Expect(page.Locator("#set-splits-notes")).ToContainTextAsync("soon is no time");

        Assert.Empty(await Axe.ViolationsAsync(page));
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    [Theory]
    [InlineData("CLI")]
    [InlineData("HTTP")]
    [InlineData("Python")]
    [InlineData(".NET")]
    public async Task Make_Snippet_MakesIt(string label)
    {
        using var folder = new TemporaryDirectory();
        var page = await OpenAsync("/training-sets/new?service=churn");
        var name = "by-" + label.Trim('.').ToLowerInvariant();
        await Expect(page.Locator("#set-name")).ToBeEnabledAsync();
        await page.Locator("#set-name").FillAsync(name);
        await page.Locator("#set-full").CheckAsync();
        await Expect(page.Locator("#make-0 pre")).ToContainTextAsync(name);
        await Expect(page.Locator("#make-0 pre")).ToContainTextAsync("--full-names");

        await SnippetRunner.RunAsync(folder.Path, label, await SnippetRunner.FindAsync(page, label, "make"));

        await WaitAsync(name);
        Assert.Contains("profile__last_price", await catalog.Http.GetStringAsync(new Uri($"/api/v1/training-sets/{name}", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CLI", "read")]
    [InlineData("HTTP", "read")]
    [InlineData(".NET", "read")]
    [InlineData("pandas", "read")]
    [InlineData("CLI", "make")]
    [InlineData("Python", "make")]
    public async Task Page_Snippet_ReadsItOrMakesItAgain(string label, string group)
    {
        using var folder = new TemporaryDirectory();
        var name = $"{group}-{label.Trim('.').ToLowerInvariant()}";
        await MakeAsync(name);

        var output = await SnippetRunner.RunAsync(folder.Path, label, await SnippetRunner.FindAsync(await OpenAsync($"/training-sets/{name}"), label, group));

        if (label == "pandas")
        {
            Assert.Contains("stays", output, StringComparison.Ordinal);
        }
        else
        {
            var file = await File.ReadAllBytesAsync(Path.Combine(folder.Path, (group == "make" ? "training-set" : name) + ".parquet"), Token);
            Assert.Equal("PAR1"u8, file.AsSpan(0, 4));
        }
    }

    [Theory]
    [InlineData("/training-sets", ColorScheme.Light)]
    [InlineData("/training-sets/new", ColorScheme.Dark)]
    [InlineData("/training-sets/narrow", ColorScheme.Dark)]
    public async Task Page_At800_DoesNotScrollSideways(string address, ColorScheme scheme)
    {
        await MakeAsync("narrow");
        var page = await catalog.OpenAsync(800, scheme);
        await page.GotoAsync(address);

        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    [Fact]
    public async Task Page_WithManyWideColumns_KeepsEachTableInItsPanel()
    {
        await MakeAsync("wide");
        var page = await catalog.OpenAsync();
        await page.GotoAsync("/training-sets/wide");

        Assert.Equal(0, await page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('.panel > .scroll')].filter(region => region.scrollWidth > region.clientWidth && getComputedStyle(region).overflowX === 'visible').length"));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_InBothThemes_KeepsTheRules(ColorScheme scheme)
    {
        await MakeAsync("ruled");
        var page = await catalog.OpenAsync(scheme: scheme);

        foreach (var address in new[] { "/training-sets", "/training-sets/ruled" })
        {
            await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
            Assert.Empty(await Axe.ViolationsAsync(page));
        }
    }

    private async Task<IPage> OpenAsync(string address)
    {
        var page = await catalog.OpenAsync();
        await page.GotoAsync(address);
        return page;
    }

    private async Task MakeAsync(string name)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Rows), "frame", "entities.csv" },
            { new StringContent($$"""{"name": "{{name}}", "featureService": "churn", "overwrite": true}"""), "spec" },
        };
        using var answer = await catalog.Http.PostAsync("/api/v1/training-sets", form, Token);
        answer.EnsureSuccessStatusCode();

        // Until it is complete, the name still leads to the one before.
        await WaitAsync(name, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString()!);
    }

    private async Task<JsonElement> FindAsync(string name)
        => await catalog.Http.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/training-sets/{name}", UriKind.Relative), Token);

    private async Task WaitAsync(string name, string id = "")
    {
        while (true)
        {
            var set = await catalog.Http.GetStringAsync(new Uri($"/api/v1/training-sets/{name}", UriKind.Relative), Token);
            if (set.Contains("\"completed\"", StringComparison.Ordinal) && set.Contains(id, StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(50, Token);
        }
    }
}
