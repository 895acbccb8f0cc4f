using System.Globalization;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>The helpdesk's changes with the caller's ticket before, against a naive join of what the log holds.</summary>
[Collection(SampleTests.Name)]
public sealed class EnrichedSampleTests(SampleCatalog samples)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_OfTheSample_AreWhatTheRuleGives()
    {
        var changes = await ReadAsync("incidents", count: 27_700);
        var enriched = await ReadAsync("enriched-incidents", changes.Count);
        var byCaller = changes.ToLookup(static change => change.Text("caller_id"));

        var differing = changes.Zip(enriched).Where(pair =>
        {
            var (change, made) = pair;
            var before = Find(change, byCaller[change.Text("caller_id")]);
            return (change.Text("number"), change.Text("__arrival_time"), before?.Text("number"), before?.Text("category"), before?.Text("sys_updated_at"))
                != (made.Text("number"), made.Text("__arrival_time"), made.Text("earlier_ticket"), made.Text("earlier_category"), made.Text("earlier_change"));
        });

        Assert.Equal(27_700, enriched.Count);
        Assert.Empty(differing.Take(3));
        Assert.True(enriched.Count(static made => made.Text("earlier_ticket") is not null) > 20_000);
    }

    [Fact]
    public async Task Explanation_OfACaller_NamesTheChangeThatEachEventWasJoinedWith()
    {
        var changes = await ReadAsync("incidents", count: 27_700);
        var enriched = (await ReadAsync("enriched-incidents", changes.Count)).ToDictionary(static made => made.Sequence);
        var byCaller = changes.ToLookup(static change => change.Text("caller_id"));
        using var http = new HttpClient { BaseAddress = samples.Catalog.Address };
        var (joined, absent) = (0, 0);
        foreach (var caller in byCaller.Where(static caller => caller.Key is not null).OrderByDescending(static caller => caller.Count()).Take(3))
        {
            // The last moment at which the window holds all that is left of them.
            var at = caller.Max(static change => change.Time).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            var address = $"api/v1/explanations?feature=caller_repeats:repeats_7d&key.caller_id={Uri.EscapeDataString(caller.Key!)}&at={at}"; // Only callers with a name are asked.
            var window = JsonDocument.Parse(await http.GetStringAsync(new Uri(address, UriKind.Relative), Token)).RootElement.GetProperty("window");
            foreach (var item in window.GetProperty("before").EnumerateArray().Concat(window.GetProperty("events").EnumerateArray()))
            {
                var made = enriched[item.GetProperty("sequence").GetInt64()];
                var join = Assert.Single(item.GetProperty("joins").EnumerateArray());
                var before = Find(made, caller);
                Assert.Equal("caller_before", join.GetProperty("view").GetString());
                Assert.Equal(before?.Sequence, join.GetProperty("row") is { ValueKind: JsonValueKind.Object } row && before is not null ? row.GetProperty("sequence").GetInt64() : null);
                Assert.Equal(before is not null, join.GetProperty("outcome").GetString() == "joined");
                Assert.Equal(made.Text("earlier_ticket"), join.GetProperty("columns").GetProperty("earlier_ticket").GetString());
                (joined, absent) = (joined + (before is null ? 0 : 1), absent + (before is null ? 1 : 0));
            }
        }

        Assert.True(joined > 3, $"{joined} joined, {absent} not.");
    }

    // The newest change of the caller before this one, of those that had arrived, not older than 30 days.
    private static Change? Find(Change asking, IEnumerable<Change> ofCaller)
    {
        var before = ofCaller.Where(row => row.Time < asking.Time && row.Arrival <= asking.Arrival).ToList();
        var newest = before.Count == 0 ? null : before.MaxBy(static row => (row.Time, row.Sequence));
        return asking.Text("caller_id") is not null && newest?.Time >= asking.Time - TimeSpan.FromDays(30) ? newest : null;
    }

    private async Task<List<Change>> ReadAsync(string source, int count)
    {
        using var http = new HttpClient { BaseAddress = samples.Catalog.Address };
        while (true)
        {
            var text = await http.GetStringAsync(new Uri($"api/v1/sources/{source}/events?limit=100000", UriKind.Relative), Token);
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length >= count)
            {
                return [.. lines.Select(static line => new Change(JsonDocument.Parse(line).RootElement))];
            }
        }
    }

    private sealed class Change(JsonElement fields)
    {
        internal DateTimeOffset Time { get; } = DateTimeOffset.Parse(fields.GetProperty("sys_updated_at").GetString()!, CultureInfo.InvariantCulture); // Every change has a time.

        internal DateTimeOffset Arrival { get; } = DateTimeOffset.Parse(fields.GetProperty("__arrival_time").GetString()!, CultureInfo.InvariantCulture); // Every event has one.

        internal long Sequence { get; } = fields.GetProperty("__sequence").GetInt64();

        internal string? Text(string name) => fields.GetProperty(name).GetString();
    }
}
