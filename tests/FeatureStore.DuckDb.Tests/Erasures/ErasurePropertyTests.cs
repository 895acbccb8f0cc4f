using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Proof;
using FeatureStore.Erasures;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Erasures;

/// <summary>Random histories against the naive rule: what happened or arrived by the end of an erasure is gone, whatever runs beside it, and everything else is as if nobody had been erased.</summary>
public sealed class ErasurePropertyTests
{
    private const int Keys = 6;
    private const long Erased = 3;

    private static readonly FeatureView Pair = ProofViews.Newest with
    {
        Name = "pair",
        Entities = [ProofViews.Newest.Entities[0], new Entity { Name = "shop", JoinKey = "shop", Type = new DataType(ScalarType.String), Domain = "shop", Owner = "crew" }],
    };

    private static readonly FeatureView[] Views = [ProofViews.Newest, ProofViews.NonNull, ProofViews.Windowed, Pair];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Erase_BesideWritersAndCompaction_LeavesWhatTheRuleLeaves(int seed)
    {
        await using var erased = new ErasureFixture(Views);
        await using var untouched = new ErasureFixture(Views);
        var logs = Views.ToDictionary(static view => view.Name, view => LogOf(view, new Random(seed), erased));
        foreach (var view in Views)
        {
            await erased.ArriveAsync(view, logs[view.Name], 300);
        }

        using var done = new CancellationTokenSource();
        var writers = Views.Select(view => Task.Run(() => StreamAsync(erased, view, logs[view.Name], 600, new Random(seed)), Token));
        var compaction = Task.Run(() => CompactAsync(erased, done.Token), Token);
        var erasure = Task.Run(() => erased.EraseAsync(key: ("id", Value.Of(Erased))), Token);
        await Task.WhenAll([.. writers, erasure]);
        await done.CancelAsync();
        await compaction;
        await FinishAsync(erased, logs, untouched);

        await AssertRuleAsync(erased, untouched, (await erasure).Through!.Value, logs);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Erase_KilledAgainAndAgain_TellsEveryRowOnce(int seed)
    {
        var random = new Random(seed);
        await using var erased = new ErasureFixture(Views);
        await using var untouched = new ErasureFixture(Views);
        var logs = Views.ToDictionary(static view => view.Name, view => LogOf(view, new Random(seed), erased));
        foreach (var view in Views)
        {
            await erased.ArriveAsync(view, logs[view.Name], 600, flush: true);
        }

        var kills = 0;
        erased.Store.Saving = _ =>
        {
            if (random.Next(3) == 0 && kills++ < 40)
            {
                throw new OperationCanceledException("The process dies here.");
            }
        };
        var erasure = await erased.EraseAsync(key: ("id", Value.Of(Erased)));

        Assert.True(kills > 3);
        Assert.DoesNotContain(erasure.Places, static place => place.IsPending);
        foreach (var view in Views)
        {
            var gone = logs[view.Name].Take(600).Where(static row => row.KeyValues[0].AsInt64() == Erased).ToList();
            var places = erasure.Places.Where(place => place.Name == view.Id.ToString()).ToList();
            Assert.Equal(gone.Count, places.Where(static place => place.Kind == ErasedPlaceKind.OfflineFile).Sum(static place => place.Count));
            Assert.Equal(gone.Select(static row => string.Join('|', row.KeyValues)).Distinct().Count(), places.Where(static place => place.Kind == ErasedPlaceKind.Online).Sum(static place => place.Count));
        }

        erased.Store.Saving = null;
        await FinishAsync(erased, logs, untouched);
        await AssertRuleAsync(erased, untouched, erasure.Through!.Value, logs);
    }

    [Fact]
    public async Task Erase_ForEver_KeepsLaterEventsOutToo()
    {
        await using var erased = new ErasureFixture(Views);
        await using var untouched = new ErasureFixture(Views);
        var logs = Views.ToDictionary(static view => view.Name, view => LogOf(view, new Random(5), erased));
        foreach (var view in Views)
        {
            await erased.ArriveAsync(view, logs[view.Name], 600);
        }

        var erasure = await erased.EraseAsync(forever: true, ("id", Value.Of(Erased)));

        Assert.Null(erasure.Through);
        await FinishAsync(erased, logs, untouched);
        await AssertRuleAsync(erased, untouched, new Instant(long.MaxValue), logs);
    }

    [Fact]
    public async Task Erase_OneOfTwoKeysWithTheSameText_KeepsTheOther()
    {
        await using var fixture = new ErasureFixture(Pair);
        Value[][] keys = [[Value.Of(1L), Value.Of("23")], [Value.Of(12L), Value.Of("3")], [Value.Of(1L), Value.Of("3")]];
        List<FeatureRow> log = [.. keys.Select((key, i) => new FeatureRow(key, new Instant(i), new Instant(i), i, [Value.Of("buy"), Value.Of(1.5)]))];
        await fixture.ArriveAsync(Pair, log, log.Count, flush: true);

        var erasure = await fixture.EraseAsync(key: [("id", Value.Of(1L)), ("shop", Value.Of("23"))]);

        var kept = await Task.WhenAll(keys.Select(async key => (await fixture.ReadAsync(Pair, key)).Count));
        var served = await Task.WhenAll(keys.Select(async key => (await fixture.ServedAsync(Pair, key)).Count(static row => row.Length > 0)));
        Assert.Equal([0, 1, 1], kept);
        Assert.Equal([0, 1, 1], served);
        var file = erasure.Places.Single(static place => place is { Kind: ErasedPlaceKind.OfflineFile, Outcome: ErasureOutcome.Erased, IsEmpty: false });
        Assert.Equal(1, file.Count);
        Assert.NotEqual((file.File, file.Sha256), (file.NewFile, file.NewSha256));
        Assert.Null(erasure.Values);
        Assert.Equal(["id", "shop"], erasure.JoinKeys);
    }

    [Fact]
    public async Task Erase_PlacesWithoutTheEntity_AreInTheReceiptWithZero()
    {
        await using var fixture = new ErasureFixture(Views);
        await fixture.ArriveAsync(Views[0], LogOf(Views[0], new Random(3), fixture), 600, flush: true);

        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(-5L)));

        foreach (var name in Views.Select(static view => view.Id.ToString()))
        {
            foreach (var kind in new[] { ErasedPlaceKind.OfflineFile, ErasedPlaceKind.Online })
            {
                Assert.True(Assert.Single(erasure.Places, place => place.Kind == kind && place.Name == name).IsEmpty);
            }
        }

        Assert.Matches("^[0-9]+ files? w(as|ere) searched.$", erasure.Places.Single(static place => place.Kind == ErasedPlaceKind.OfflineFile && place.Name == Views[0].Id.ToString()).Note);
        Assert.Equal("No file has rows.", erasure.Places.Single(static place => place.Kind == ErasedPlaceKind.OfflineFile && place.Name == Views[1].Id.ToString()).Note);
    }

    [Fact]
    public async Task Preview_ChangesNothingAndTellsWhatAnErasureWouldTell()
    {
        await using var fixture = new ErasureFixture(Views);
        foreach (var view in Views)
        {
            await fixture.ArriveAsync(view, LogOf(view, new Random(3), fixture), 600, flush: true);
        }

        var request = new ErasureRequest { Key = new Dictionary<string, Value> { ["id"] = Value.Of(Erased) } };
        var preview = await fixture.Erasures.PreviewAsync(request, Token);

        Assert.Equal(preview.Select(Told), (await fixture.Erasures.PreviewAsync(request, Token)).Select(Told));
        Assert.Empty(await fixture.Store.ListTombstonesAsync(Token));
        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));
        Assert.Equal(preview.Select(Told).Order(), erasure.Places.Where(static place => place is { Outcome: ErasureOutcome.Erased, IsEmpty: false }).Select(Told).Order());
        Assert.Empty(await fixture.Erasures.PreviewAsync(request, Token));

        static string Told(ErasedPlace place) => $"{place.Kind} {place.Name} {place.File} {place.Count}";
    }

    /// <summary>Ends the log with events from after the erasure, in both stores, and lets a new version of each view read it from its start.</summary>
    private static async Task FinishAsync(ErasureFixture erased, Dictionary<string, List<FeatureRow>> logs, ErasureFixture untouched)
    {
        foreach (var view in Views)
        {
            var log = logs[view.Name];
            await untouched.ArriveAsync(view, log, log.Count, flush: true);
            await erased.ArriveAsync(view, log, log.Count, flush: true, restart: true);
            var next = view with { Version = 2 };
            erased.Registry.Apply(next);
            await erased.ArriveAsync(next, log, log.Count, flush: true);
            await erased.CompactAsync(view);
        }
    }

    private static async Task AssertRuleAsync(ErasureFixture erased, ErasureFixture untouched, Instant through, Dictionary<string, List<FeatureRow>> logs)
    {
        foreach (var view in Views)
        {
            foreach (var key in logs[view.Name].Select(static row => row.KeyValues).DistinctBy(static key => string.Join('|', key)))
            {
                var isErased = key[0].AsInt64() == Erased;
                var expected = (await untouched.ReadAsync(view, key)).Where(row => !isErased || (row.EventTime > through && row.ArrivalTime > through)).Select(Text).ToList();
                Assert.Equal(expected, (await erased.ReadAsync(view, key)).Select(Text));
                Assert.Equal(expected, (await erased.ReadAsync(view with { Version = 2 }, key)).Select(Text));

                var served = await erased.ServedAsync(view, key);
                Assert.Equal(served, await erased.ServedAsync(view with { Version = 2 }, key));
                Assert.Equal(expected.Count == 0, served.TrueForAll(static row => row.Length == 0));
                if (!isErased)
                {
                    Assert.Equal(await untouched.ServedAsync(view, key), served);
                }
            }
        }

        static string Text(KeyRow row) => $"{row.EventTime} {row.ArrivalTime} {row.Sequence} {string.Join(' ', row.Values)}";
    }

    /// <summary>600 events from before the erasure, and 200 from a day after it.</summary>
    private static List<FeatureRow> LogOf(FeatureView view, Random random, ErasureFixture fixture)
    {
        var now = Instant.Now(fixture.Clock).UnixMicroseconds;
        var before = ProofViews.Events(view, random, new Instant(now - (4 * 1_440 * ProofViews.Minute)), 600, Keys);
        var after = ProofViews.Events(view, random, new Instant(now + (1_440 * ProofViews.Minute)), 200, Keys);
        return [.. before.Concat(after.Select(static row => row with { Sequence = row.Sequence + 600 })).Select(row => row with { KeyValues = KeyOf(view, row) })];
    }

    private static Value[] KeyOf(FeatureView view, FeatureRow row) => view.Entities.Count == 1 ? row.KeyValues : [row.KeyValues[0], Value.Of(row.EventTime.UnixMicroseconds % 2 == 0 ? "3" : "33")];

    private static async Task StreamAsync(ErasureFixture fixture, FeatureView view, List<FeatureRow> log, int end, Random random)
    {
        for (var next = 300; next < end;)
        {
            next = Math.Min(end, next + random.Next(1, 30));
            await fixture.ArriveAsync(view, log, next, flush: random.Next(3) == 0, restart: random.Next(10) == 0);
            await Task.Yield();
        }

        await fixture.FlushAsync(view.Id, Token);
    }

    private static async Task CompactAsync(ErasureFixture fixture, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            foreach (var view in Views)
            {
                await fixture.CompactAsync(view);
            }

            await Task.Yield();
        }
    }
}
