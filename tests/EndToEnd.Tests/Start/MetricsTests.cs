using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Start;

[Collection(SampleTests.Name)]
public sealed partial class MetricsTests(SampleCatalog samples)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfTheSamples_AreWellFormedAndTellWhatHappened()
    {
        var before = await ScrapeAsync();
        using var answer = await samples.Catalog.Http.PostAsJsonAsync(
            "/get-online-features", new { features = new[] { "customer_activity:amount_7d" }, entities = new { customer_id = new[] { 12680, 13113, 1 } } }, Token);
        answer.EnsureSuccessStatusCode();
        var after = await ScrapeAsync();

        Assert.Equal(0, after.Single(static series => series.Key.StartsWith("catalog_pipeline_lag{", StringComparison.Ordinal) && series.Key.Contains("catalog_view=\"customer_activity\"", StringComparison.Ordinal)).Value);
        Assert.Equal(3, Sum(after, "catalog_serving_lookup_entities_total") - Sum(before, "catalog_serving_lookup_entities_total"));
        Assert.Equal(1, Sum(after, "catalog_serving_lookup_duration_seconds_count") - Sum(before, "catalog_serving_lookup_duration_seconds_count"));
        Assert.True(Sum(after, "catalog_materialization_online_rows_total") > 100_000);
        var newest = Sum(after.Where(static series => series.Key.Contains("\"customer_activity\"", StringComparison.Ordinal)), "catalog_pipeline_newest_event_time_seconds");
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds((long)newest), DateTimeOffset.UtcNow.AddDays(-3), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Metrics_AreThoseOfTheirPage()
    {
        var written = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "metrics.md"), Token)).Split('\n')
            .Where(static line => line.StartsWith("| `catalog_", StringComparison.Ordinal) || line.StartsWith("| `feast_", StringComparison.Ordinal)).SelectMany(static line => Documented().Matches(line.Split('|')[1]))
            .Select(static match => match.Groups[1].Value).ToList();
        var text = await samples.Catalog.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);

        var told = Type().Matches(text).Select(static match => match.Groups[1].Value).ToList();
        Assert.All(told.Where(static name => !name.StartsWith("dotnet_", StringComparison.Ordinal)), name => Assert.Contains(written, name.EndsWith));
    }

    [Fact]
    public async Task Metrics_OfTheRuntime_AreThere()
    {
        var told = await ScrapeAsync();

        Assert.True(told["dotnet_gc_heap_total_allocated_bytes_total"] > 1_000_000);
        Assert.True(told["dotnet_process_memory_working_set_bytes"] > 10_000_000);
    }

    private static double Sum(IEnumerable<KeyValuePair<string, double>> series, string name)
        => series.Where(pair => pair.Key == name || pair.Key.StartsWith(name + "{", StringComparison.Ordinal)).Sum(static pair => pair.Value);

    private async Task<Dictionary<string, double>> ScrapeAsync()
    {
        using var answer = await samples.Catalog.Http.GetAsync(new Uri("/metrics", UriKind.Relative), Token);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var lines = (await answer.Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, static line => Assert.Matches(Line(), line));
        return lines.Where(static line => line[0] != '#').ToDictionary(
            static line => line[..line.LastIndexOf(' ')], static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .*|[a-z_]+(\{[a-z_]+="([^"\\]|\\.)*"(,[a-z_]+="([^"\\]|\\.)*")*\})? [-+0-9.eE]+)$""")]
    private static partial Regex Line();

    [GeneratedRegex("^# TYPE ([a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex("`(?:\\.\\.\\.)?([a-z_]+)`")]
    private static partial Regex Documented();
}
