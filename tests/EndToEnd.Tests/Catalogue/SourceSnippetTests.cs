using System.Text.Json;
using EndToEnd.Tests.Flow;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Catalogue;

/// <summary>Runs what the pages of a source and of a product tell the reader to run.</summary>
public sealed class SourceSnippetTests(FlowCatalog catalog) : IClassFixture<FlowCatalog>, IAsyncLifetime
{
    private const string Sending = "/shop/sources/sales/send";
    private const string Product = "/shop/products/behaviour";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The same lines again change nothing.
        var run = await catalog.SendAsync("first.csv", FlowCatalog.Lines("cup", 30));
        await WaitForRunAsync(run);
        (await catalog.Http.PostAsync("/api/v1/views/profile/flush", null, Token)).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("HTTP")]
    [InlineData("Python")]
    [InlineData(".NET")]
    [InlineData("Feast")]
    public async Task Push_Snippet_AddsOneEvent(string label)
    {
        var before = await CountEventsAsync();

        await RunAsync(Sending, label, "push");

        Assert.Equal(before + 1, await CountEventsAsync());
    }

    [Theory]
    [InlineData("CLI")]
    [InlineData("HTTP")]
    public async Task File_Snippet_IngestsTheFile(string label)
    {
        var before = await CountEventsAsync();

        await RunAsync(Sending, label, "file", ("sales.csv", FlowCatalog.Header + FlowCatalog.Lines("file of " + label, 5)));

        // A file is ingested in the background.
        while (await CountEventsAsync() < before + 5)
        {
            await Task.Delay(50, Token);
        }
    }

    [Theory]
    [InlineData("HTTP")]
    [InlineData("Python")]
    [InlineData("pandas")]
    [InlineData(".NET")]
    public async Task Read_Snippet_PrintsAcceptedEvents(string label)
    {
        var output = await RunAsync(Sending, label, "read");

        Assert.Contains("__sequence", output, StringComparison.Ordinal);
        Assert.Contains("cup", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP", "PRESENT")]
    [InlineData("CLI", "PRESENT")]
    [InlineData("Python", "PRESENT")]
    [InlineData(".NET", "PRESENT")]
    [InlineData("pandas", "9.5")]
    public async Task Port_Snippet_OfAService_GivesValues(string label, string value)
        => Assert.Contains(value, await RunAsync(Product, label, "snippet"), StringComparison.Ordinal);

    private async Task<string> RunAsync(string address, string label, string id, params (string Name, string Text)[] files)
    {
        var page = await catalog.OpenAsync();
        await page.GotoAsync(address);
        var snippet = await SnippetRunner.FindAsync(page, label, id);
        using var folder = new TemporaryDirectory();
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Path, name), text, Token);
        }

        return await SnippetRunner.RunAsync(folder.Path, label, snippet);
    }

    private async Task<long> CountEventsAsync()
    {
        using var body = JsonDocument.Parse(await catalog.Http.GetStringAsync(new Uri("/api/v1/sources", UriKind.Relative), Token));
        return body.RootElement.GetProperty("items").EnumerateArray().Single(source => source.GetProperty("name").GetString() == "sales").GetProperty("events").GetInt64();
    }

    private async Task WaitForRunAsync(Guid run)
    {
        string? state;
        do
        {
            using var body = JsonDocument.Parse(await catalog.Http.GetStringAsync(new Uri($"/api/v1/sources/sales/runs/{run}", UriKind.Relative), Token));
            state = body.RootElement.GetProperty("state").GetString();
            await Task.Delay(50, Token);
        }
        while (state is "queued" or "running");
    }
}
