using Catalog.Core.Values;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Verifications;

namespace FeatureStore.DuckDb.Tests.Proof;

/// <summary>Logged lookups are compared with the offline store as known at that moment: all agree, unless something is wrong.</summary>
public sealed class ProofTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Verify_LookupsBesideAWriterThatRestarts_AllAgree(int seed)
    {
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        foreach (var view in ProofViews.All)
        {
            await proof.ArriveAsync(view, [], 0);
        }

        using var written = new CancellationTokenSource();
        var writers = ProofViews.All.Select((view, i) => Task.Run(() => StreamAsync(proof, view, new Random((seed * 10) + i)), Token)).ToArray();
        var readers = Enumerable.Range(0, 2).Select(i => Task.Run(() => LookUpAsync(proof, new Random(seed + (100 * i)), written.Token), Token)).ToArray();
        await Task.WhenAll(writers);
        await written.CancelAsync();
        var asked = (await Task.WhenAll(readers)).Sum();

        var (verification, views) = await proof.VerifyAsync();

        Assert.Equal(0, proof.Recorder.Counts.Dropped);
        Assert.Empty(views.SelectMany(static view => view.Rows));
        Assert.Equal((asked, 0L), (verification.Compared + verification.NotCompared.Values.Sum(), verification.Differences));
        Assert.Empty(verification.NotCompared);
        Assert.Equal(ProofViews.All.Select(static view => view.Name).Order(), views.Select(static view => view.View.Name));
        Assert.All(views, static view => Assert.True(view.Compared > 0));
        Assert.Equal(views.Sum(static view => view.Features.Sum(static feature => feature.Compared)), verification.Values);
    }

    [Theory]
    [InlineData("newest", "amount")]
    [InlineData("non_null", "amount")]
    [InlineData("windowed", "amount_7d")]
    public async Task Verify_AValueInTheLogWasChanged_ReportsThatRow(string name, string feature)
    {
        var view = ProofViews.All.Single(view => view.Name == name);
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        var log = ProofViews.Events(view, new Random(7), Instant.Now(proof.Clock), 200);
        await proof.ArriveAsync(view, log, log.Count);
        await proof.ServeAsync(view, 0, 1, 2, 3, 4, 5);
        await proof.Recorder.FlushAsync(Token);
        var place = view.Features.Index().First(entry => entry.Item.Name == feature).Index;
        var honest = await ReadAsync(proof);
        var tampered = honest.First(lookup => !lookup.Values[place].IsNull);
        var values = tampered.Values.ToArray();
        values[place] = Value.Of(BitConverter.Int64BitsToDouble(values[place].Bits64 + 1));
        await proof.Log.AppendAsync([tampered with { Values = values }], Token);

        var (verification, views) = await proof.VerifyAsync();

        Assert.Equal((7L, 1L), (verification.Compared, verification.Differences));
        var row = Assert.Single(Assert.Single(views).Rows);
        Assert.Equal((6L, feature, tampered.Key.ToString(), tampered.Time), (row.Lookup, row.Feature, row.Key, row.At));
        Assert.NotEqual(row.Served.Bits, row.Recomputed.Bits);
        Assert.All(views[0].Features, agreement => Assert.Equal(agreement.Name == feature ? 1 : 0, agreement.Differences));
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("non_null")]
    [InlineData("windowed")]
    public async Task Verify_TheOnlineStoreMissedAnEvent_ReportsWhatWasServedWithoutIt(string name)
    {
        var view = ProofViews.All.Single(view => view.Name == name);
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        var log = ProofViews.Events(view, new Random(3), Instant.Now(proof.Clock), 50, keys: 1);
        log[49] = log[48] with { Sequence = 49, EventTime = log.Max(static row => row.EventTime) + TimeSpan.FromSeconds(1) };
        await proof.ArriveAsync(view, log, 40);
        await proof.ServeAsync(view, 0);
        await proof.Recorder.FlushAsync(Token);
        var before = Assert.Single(await ReadAsync(proof));
        await proof.ArriveAsync(view, log, 50);

        // The same answer, given when the writer had gone further.
        await proof.Log.AppendAsync([before with { Applied = 50 }], Token);
        var (verification, views) = await proof.VerifyAsync();

        Assert.Equal((2L, 1L), (verification.Compared, verification.Differences));
        Assert.All(Assert.Single(views).Rows, static row => Assert.Equal((1L, 49L), (row.Lookup, row.Sequence)));
    }

    [Fact]
    public async Task Verify_KeyWithoutAnEvent_IsProvenToBeMissing()
    {
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        var log = ProofViews.Events(ProofViews.Newest, new Random(1), Instant.Now(proof.Clock), 20);
        await proof.ArriveAsync(ProofViews.Newest, log, 10);
        await proof.ServeAsync(ProofViews.Newest, 99);

        var (verification, views) = await proof.VerifyAsync();

        Assert.Equal((1L, 0L), (verification.Compared, verification.Differences));
        Assert.Equal(1, Assert.Single(views).Keys);
    }

    [Fact]
    public async Task Verify_NobodyWritesTheView_SaysThatAMissingKeyProvesNothing()
    {
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        await proof.ServeAsync(ProofViews.Newest, 99);

        var (verification, _) = await proof.VerifyAsync();

        Assert.Equal(0, verification.Compared);
        Assert.Equal([new KeyValuePair<string, long>(NotComparedReason.ProgressUnknown, 1)], verification.NotCompared);
    }

    [Fact]
    public async Task Verify_AnsweredWithRowsReadBefore_IsCountedApartAndNoDifference()
    {
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        var log = ProofViews.Events(ProofViews.Newest, new Random(1), Instant.Now(proof.Clock), 60, keys: 1);
        await proof.ArriveAsync(ProofViews.Newest, log, 30);
        await proof.ServeAsync(ProofViews.Newest, 0);
        await proof.Recorder.FlushAsync(Token);
        var before = Assert.Single(await ReadAsync(proof));
        await proof.ArriveAsync(ProofViews.Newest, log, log.Count);

        // The same answer, given again when the store was away and more had arrived.
        await proof.Log.AppendAsync([before with { Applied = LoggedLookup.Stale }, before with { Applied = LoggedLookup.Stale, Seen = [-1] }], Token);
        var (verification, _) = await proof.VerifyAsync();

        Assert.Equal((1L, 0L), (verification.Compared, verification.Differences));
        Assert.Equal([new KeyValuePair<string, long>(NotComparedReason.Stale, 2)], verification.NotCompared);
    }

    [Fact]
    public async Task Verify_AnEventWentToTheOnlineStoreOnly_SaysSoAndComparesTheOtherKeys()
    {
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        var log = ProofViews.Events(ProofViews.Newest, new Random(1), Instant.Now(proof.Clock), 60, keys: 3);
        await proof.ArriveAsync(ProofViews.Newest, log, log.Count, offline: static row => row.KeyValues[0] != Value.Of(1L));
        await proof.ServeAsync(ProofViews.Newest, 0, 1, 2);

        var (verification, _) = await proof.VerifyAsync();

        Assert.Equal((2L, 0L), (verification.Compared, verification.Differences));
        Assert.Equal([new KeyValuePair<string, long>(NotComparedReason.OneStoreOnly, 1)], verification.NotCompared);
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("non_null")]
    public async Task Verify_ARowWithoutAnEventAnswered_IsCountedApartUntilAnEventAnswersAgain(string name)
    {
        var view = ProofViews.All.Single(view => view.Name == name);
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        var log = ProofViews.Events(view, new Random(1), Instant.Now(proof.Clock), 60, keys: 3);
        var written = log.Max(static row => row.EventTime) + TimeSpan.FromSeconds(1);
        log.Add(new FeatureRow([Value.Of(1L)], written, written, 60, [Value.Of("buy"), Value.Of(2.5)]));
        await proof.ArriveAsync(view, log, 60);
        var rows = new FeatureRow[] { new([Value.Of(1L)], written, written, 0, [Value.Of("view"), Value.Of(1.5)]), new([Value.Of(7L)], written, written, 0, [Value.Of("view"), Value.Null]) };
        Assert.Equal(new DirectWriteResult(2, 2, 0), await proof.Direct.WriteAsync(view, rows, Token));
        var served = await proof.ServeAsync(view, 0, 1, 2, 7);
        await proof.ArriveAsync(view, log, 61);
        await proof.ServeAsync(view, 0, 1, 2, 7);

        var (verification, _) = await proof.VerifyAsync();

        Assert.Equal([Value.Of(1.5), Value.Null], (Value[])[served.Columns[^1].Values[1], served.Columns[^1].Values[3]]);
        Assert.Equal((5L, 0L), (verification.Compared, verification.Differences));
        Assert.Equal([new KeyValuePair<string, long>(NotComparedReason.WrittenDirectly, 3)], verification.NotCompared);
    }

    [Fact]
    public async Task Verify_TheTtlWasChangedSince_ComparesByTheOneThatWasInForce()
    {
        await using var proof = await new ProofFixture([ProofViews.Newest]).StartAsync();
        var log = ProofViews.Events(ProofViews.Newest, new Random(1), Instant.Now(proof.Clock), 60);
        await proof.ArriveAsync(ProofViews.Newest, log, log.Count);
        proof.Clock.Advance(TimeSpan.FromHours(3));
        await proof.ServeAsync(ProofViews.Newest, 0, 1, 2, 3, 4, 5);
        proof.Registry.Apply(ProofViews.Newest with { Ttl = TimeSpan.FromMinutes(1) });

        var (verification, _) = await proof.VerifyAsync();

        Assert.Equal((6L, 0L), (verification.Compared, verification.Differences));
    }

    [Fact]
    public async Task Verify_ServiceViewAndTimesAreGiven_ComparesThoseOnly()
    {
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        foreach (var view in ProofViews.All)
        {
            await proof.ArriveAsync(view, ProofViews.Events(view, new Random(1), Instant.Now(proof.Clock), 60), 60);
            await proof.ServeAsync(view, 0, 1);
        }

        var first = Instant.Now(proof.Clock);
        proof.Clock.Advance(TimeSpan.FromMinutes(1));
        await proof.ServeAsync(ProofViews.Windowed, 2);

        Assert.Equal(3, (await proof.VerifyAsync(new VerificationRequest { Views = ["windowed"] })).Verification.Compared);
        Assert.Equal(1, (await proof.VerifyAsync(new VerificationRequest { From = first + TimeSpan.FromSeconds(1) })).Verification.Compared);
        Assert.Equal(2 * ProofViews.All.Length, (await proof.VerifyAsync(new VerificationRequest { To = first })).Verification.Compared);
        Assert.Equal(1, (await proof.VerifyAsync(new VerificationRequest { First = 2 * ProofViews.All.Length })).Verification.Compared);
    }

    [Fact]
    public async Task Verify_ZeroesOfBothSignsAndEveryNaN_AgreesBitForBit()
    {
        await using var proof = await new ProofFixture([ProofViews.Newest]).StartAsync();
        var now = Instant.Now(proof.Clock);
        double[] amounts = [-0.0, 0.0, -0.0, double.NaN, BitConverter.Int64BitsToDouble(0x7ff8_0000_0000_0001), double.NegativeInfinity];
        FeatureRow[] log = [.. Enumerable.Range(0, 3_000).Select(i => new FeatureRow([Value.Of(i % 6L)], now, now, i, [Value.Of("buy"), Value.Of(amounts[i % 6])]))];
        await proof.ArriveAsync(ProofViews.Newest, log, log.Length);
        await proof.ServeAsync(ProofViews.Newest, 0, 1, 2, 3, 4, 5);

        var (verification, views) = await proof.VerifyAsync();

        Assert.Empty(views.SelectMany(static view => view.Rows));
        Assert.Equal((6L, 0L), (verification.Compared, verification.Differences));
    }

    [Fact]
    public async Task Begin_NothingIsSampled_LogsNothing()
    {
        await using var proof = await new ProofFixture(ProofViews.All, sampleRate: 0).StartAsync();
        await proof.ServeAsync(ProofViews.Newest, 0, 1);
        await proof.Recorder.FlushAsync(Token);

        Assert.Equal(0, (await proof.Log.GetExtentAsync(Token)).End);
    }

    private static async Task StreamAsync(ProofFixture proof, FeatureView view, Random random)
    {
        var log = ProofViews.Events(view, random, Instant.Now(proof.Clock), 600);
        for (var end = 0; end < log.Count;)
        {
            end = Math.Min(log.Count, end + random.Next(1, 30));
            await proof.ArriveAsync(view, log, end, restart: random.Next(5) == 0, flush: random.Next(3) == 0);
            proof.Clock.Advance(TimeSpan.FromMinutes(random.Next(8)));
        }
    }

    private static async Task<long> LookUpAsync(ProofFixture proof, Random random, CancellationToken written)
    {
        var asked = 0L;
        for (var rounds = 0; rounds < 10_000 && (rounds < 20 || !written.IsCancellationRequested); rounds++)
        {
            await proof.ServeAsync(ProofViews.All[random.Next(ProofViews.All.Length)], random.Next(7), random.Next(7), 99);
            asked += 3;
        }

        return asked;
    }

    private static async Task<List<LoggedLookup>> ReadAsync(ProofFixture proof)
    {
        var lookups = new List<LoggedLookup>();
        await foreach (var lookup in proof.Log.ReadAsync(0, long.MaxValue, static _ => true, Token))
        {
            lookups.Add(lookup);
        }

        return lookups;
    }
}
