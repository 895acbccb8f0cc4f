using FeatureStore.Model;
using Ingestion.Events;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Enrichments;

/// <summary>
/// Random streams and tables with disorder, ties, late rows, nulls and pushes for one store, enriched while they come in and while the process ends or dies, hold exactly what the stated rule
/// gives over what arrived; and the same again when everything is made anew from the stored events.
/// </summary>
public sealed class EnrichmentPropertyTests
{
    private static readonly (string, string)[] Made = [("rich", "tickets"), ("richer", "tiers")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Enrich_WhileEventsComeInAndTheProcessDies_HoldsWhatTheRuleGivesLiveAndAnew(int seed)
    {
        var random = new Random(seed);
        FeatureView[] views =
        [
            TestEnrichment.TierView(TimeSpan.FromSeconds(random.Next(3) * 20), random.Next(2) == 0, online: random.Next(4) > 0),
            TestEnrichment.LastTicketView(TimeSpan.FromSeconds(random.Next(2) * 30), random.Next(2) == 0),
            TestEnrichment.TicketTierView(),
        ];
        using var state = new EnrichmentState(views);
        for (var life = 0; life < 6; life++)
        {
            var crash = random.Next(2) == 0 ? new CrashPoint { At = random.Next(12) } : null;
            await using var process = await TestEnrichment.StartAsync(state, crash: crash);
            await ComeInAsync(process, random, batches: random.Next(4, 12));
            if (crash is null && random.Next(2) == 0)
            {
                await process.SettleAsync(Made);
            }
        }

        var live = await EndAsync(state, views);
        using var copy = state.CopyRaw();
        var anew = await EndAsync(copy, views);
        Assert.Equal(live, anew);
    }

    private static async Task ComeInAsync(TestEnrichment process, Random random, int batches)
    {
        for (; batches > 0; batches--)
        {
            var targets = random.Next(12) switch { 0 => EventTargets.Online, 1 => EventTargets.Offline, _ => EventTargets.Both };
            (long?, int?, long?)[] events = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (
                random.Next(15) == 0 ? (long?)null : random.Next(4),
                random.Next(25) == 0 ? (int?)null : random.Next(120),
                random.Next(10) == 0 ? (long?)null : random.Next(1000)))];
            await process.AppendAsync(random.Next(2) == 0 ? "tickets" : "tiers", targets, events);
        }
    }

    /// <summary>Lets everything be made to the end and compares it with the rule.</summary>
    /// <returns>What is stored.</returns>
    private static async Task<List<string>> EndAsync(EnrichmentState state, FeatureView[] views)
    {
        await using var last = await TestEnrichment.StartAsync(state);
        await last.SettleAsync(Made);
        var (tickets, tiers, rich, richer) = (await last.ReadAsync("tickets"), await last.ReadAsync("tiers"), await last.ReadAsync("rich"), await last.ReadAsync("richer"));

        var expected = EnrichmentOracle.Enrich(tickets, (views[0], tiers, [2]), (views[1], tickets, [2]));
        Assert.Equal(expected.Select(static item => item.ToString()), rich.Select(static item => item.ToString()));
        Assert.Contains(rich, static item => item.Number(3) is not null && item.Number(4) is not null);
        var deeper = EnrichmentOracle.Enrich(tiers, (views[2], expected, [3, 4]));
        Assert.Equal(deeper.Select(static item => item.ToString()), richer.Select(static item => item.ToString()));
        return [.. rich.Concat(richer).Select(static item => item.ToString())];
    }
}
