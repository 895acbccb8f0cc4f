using System.Globalization;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Erasures;
using FeatureStore.DuckDb.Tests.Proof;
using FeatureStore.Explanations;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Retention;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.StreamJoins;
using FeatureStore.TrainingSets;
using FeatureStore.Verifications;

namespace FeatureStore.DuckDb.Tests.Retention;

/// <summary>Who asks for what was removed is told so: training sets, their rebuilds, explanations; the proof counts such lookups with their reason.</summary>
public sealed class RefusedQuestionTests
{
    private static readonly FeatureView View = ProofViews.Newest with { Ttl = TimeSpan.Zero };

    private static readonly FeatureView Windowed = ProofViews.Windowed;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Build_RowBeforeTheHorizon_FailsAndNamesRowTimeAndSetting()
    {
        await using var fixture = await CutAsync();
        var horizon = await HorizonAsync(fixture, View);

        var right = await BuildAsync(fixture, "right", new TrainingSetDefinition { Features = ["newest:amount"] }, horizon.Time);
        var early = await BuildAsync(fixture, "early", new TrainingSetDefinition { Features = ["newest:amount"] }, Instant.Now(fixture.Cut.Clock), horizon.Time - TimeSpan.FromSeconds(1));

        Assert.True(right.State == TrainingSetState.Completed, right.ErrorMessage);
        Assert.Equal((TrainingSetState.Failed, "history-not-kept"), (early.State, early.ErrorCode));
        Assert.Contains("Row 2 of the entity frame 'frame.csv'", early.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains((horizon.Time - TimeSpan.FromSeconds(1)).ToString(), early.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(KeptHistory.Setting, early.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_WindowThatReachesBeforeTheHorizon_FailsWhereNewestValuesDoNot()
    {
        await using var fixture = await CutAsync();
        var horizon = await HorizonAsync(fixture, Windowed);
        var time = horizon.Time + TimeSpan.FromDays(2);

        var newest = await BuildAsync(fixture, "newest", new TrainingSetDefinition { Features = ["windowed:kind", "windowed:buys"] }, time);
        var long7 = await BuildAsync(fixture, "long", new TrainingSetDefinition { Features = ["windowed:kind", "windowed:amount_7d"] }, time);
        var enough = await BuildAsync(fixture, "enough", new TrainingSetDefinition { Features = ["windowed:amount_7d"] }, Instant.Now(fixture.Cut.Clock) - RetentionFixture.Kept);

        Assert.True(newest.State == TrainingSetState.Completed, newest.ErrorMessage);
        Assert.Equal("history-not-kept", long7.ErrorCode);
        Assert.True(enough.State == TrainingSetState.Completed, enough.ErrorMessage);
    }

    [Fact]
    public async Task Build_RowsOfViews_RefusedFromTheHorizonBack()
    {
        await using var fixture = await CutAsync();
        var (horizon, now) = (await HorizonAsync(fixture, View), Instant.Now(fixture.Cut.Clock));
        TrainingSetDefinition Of(TrainingSetRange range, Instant? known = null) => new() { Features = ["newest:amount"], Range = range, AsKnownAt = known };

        var states = new List<string?>();
        foreach (var definition in new[]
        {
            Of(new TrainingSetRange { AsOf = horizon.Time }),
            Of(new TrainingSetRange { AsOf = horizon.Time - TimeSpan.FromSeconds(1) }),
            Of(new TrainingSetRange { AsOf = now }, known: horizon.Time - TimeSpan.FromSeconds(1)),
            Of(new TrainingSetRange { Start = horizon.Time, End = now }),
            Of(new TrainingSetRange { Start = horizon.Time - TimeSpan.FromSeconds(1), End = now }),
        })
        {
            states.Add((await BuildAsync(fixture, string.Create(CultureInfo.InvariantCulture, $"set{states.Count}"), definition)).ErrorCode);
        }

        Assert.Equal([null, "history-not-kept", "history-not-kept", null, "history-not-kept"], states);
    }

    [Fact]
    public async Task Rebuild_SavedBeforeRowsWent_IsRefusedWhereTheyCountedAndTheSameWhereNot()
    {
        await using var fixture = await FilledAsync();
        var now = Instant.Now(fixture.Cut.Clock);
        await BuildAsync(fixture, "late", new TrainingSetDefinition { Features = ["newest:amount"] }, now);
        await BuildAsync(fixture, "early", new TrainingSetDefinition { Features = ["newest:amount"] }, now - TimeSpan.FromDays(6));
        await ApplyAsync(fixture);

        Assert.Null((await ForecastAsync(fixture, "late")).Obstacle);
        Assert.Contains("retention has removed", (await ForecastAsync(fixture, "early")).Obstacle, StringComparison.Ordinal);
        var late = await RebuildAsync(fixture, "late");
        var early = await RebuildAsync(fixture, "early");

        Assert.True(late.Rebuild?.Identical, late.ErrorMessage ?? string.Join(' ', late.Rebuild?.Notes ?? []));
        Assert.Equal((TrainingSetState.Failed, "history-not-kept"), (early.State, early.ErrorCode));
        Assert.Contains("retention has removed", early.ErrorMessage, StringComparison.Ordinal);

        fixture.Set(now + TimeSpan.FromDays(30));
        await ApplyAsync(fixture);
        var old = await RebuildAsync(fixture, "late");
        Assert.Equal("history-not-kept", old.ErrorCode);
        Assert.Contains("known at", old.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_BeforeTheHorizon_IsRefusedAndNowIsNot()
    {
        await using var fixture = await CutAsync();
        var (horizon, now) = (await HorizonAsync(fixture, View), Instant.Now(fixture.Cut.Clock));
        ExplanationRequest Ask(Instant? at, long? sequence = null) => new() { Feature = "newest:amount", Entities = [new EntityColumn("id", [Value.Of(1L)])], At = at, Sequence = sequence };
        var explanations = fixture.Cut.Get<ExplanationService>();

        await explanations.ExplainAsync(Ask(horizon.Time), Token);
        await explanations.ExplainAsync(Ask(now, horizon.Sequence), Token);
        var early = await Assert.ThrowsAsync<FeatureStoreException>(() => explanations.ExplainAsync(Ask(horizon.Time - TimeSpan.FromSeconds(1)), Token));
        var blind = await Assert.ThrowsAsync<FeatureStoreException>(() => explanations.ExplainAsync(Ask(now, horizon.Sequence - 1), Token));

        Assert.Equal(FeatureStoreErrorCode.HistoryNotKept, early.ErrorCode);
        Assert.Equal(FeatureStoreErrorCode.HistoryNotKept, blind.ErrorCode);
        Assert.Contains($"up to the sequence '{horizon.Sequence - 1}'", blind.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_LookupsFromBeforeAndAfter_ComparesThoseThatCanBe()
    {
        await using var fixture = await FilledAsync(count: 300);
        var recorder = fixture.Cut.Get<LookupRecorder>();
        await recorder.StartAsync(Token);
        await LookUpAsync(fixture);
        var log = RetentionFixture.LogOf(View, new Random(1), 700);
        await fixture.ArriveAsync(View, log, 700);
        await LookUpAsync(fixture);
        await ApplyAsync(fixture);

        var findings = await fixture.Cut.Get<LookupVerifier>().RunAsync(new VerificationRequest { Views = [View.Name] }, progress: null, Token);

        var agreement = Assert.Single(findings.Agreements);
        Assert.Equal((RetentionFixture.Keys, 0L), (agreement.Compared, agreement.Differences));
        Assert.Equal(RetentionFixture.Keys, agreement.NotCompared[NotComparedReason.HistoryNotKept]);
        await recorder.StopAsync(Token);
    }

    [Fact]
    public async Task Join_StreamEventFromBeforeTheHorizon_HasNoRowAndTheOthersHave()
    {
        await using var fixture = await CutAsync();
        var (horizon, now) = (await HorizonAsync(fixture, View), Instant.Now(fixture.Cut.Clock));
        StreamQuestion Ask(Instant time, Instant known) => new([Value.Of(1L)], time, known);
        var answered = new List<int>();

        await fixture.Cut.Get<PastJoin>().FindAsync(
            View, new ViewColumns(View).All, [(Ask(horizon.Time - TimeSpan.FromSeconds(1), now), 0), (Ask(horizon.Time, now), 1), (Ask(now, horizon.Time - TimeSpan.FromSeconds(1)), 2)], (number, _) => answered.Add(number), Token);

        Assert.Equal([1], answered);
    }

    private static async Task<RetentionFixture> FilledAsync(int count = 700)
    {
        var fixture = new RetentionFixture(View, Windowed);
        await fixture.Cut.StartAsync();
        foreach (var view in new[] { View, Windowed })
        {
            await fixture.ArriveAsync(view, RetentionFixture.LogOf(view, new Random(1), count), count);
        }

        return fixture;
    }

    private static async Task<RetentionFixture> CutAsync()
    {
        var fixture = await FilledAsync();
        await ApplyAsync(fixture);
        return fixture;
    }

    private static async Task ApplyAsync(RetentionFixture fixture)
    {
        foreach (var view in new[] { View, Windowed })
        {
            Assert.True(await fixture.Retention().ApplyAsync(view, Token) > 0);
        }
    }

    private static async Task<OfflineHorizon> HorizonAsync(RetentionFixture fixture, FeatureView view) => (await fixture.Cut.Manifest.GetSnapshotAsync(view.Id, Token)).Horizon!; // It was cut.

    private static async Task LookUpAsync(RetentionFixture fixture) => await fixture.Cut.Get<OnlineFeatureService>().GetAsync(
        new OnlineFeaturesRequest { Features = ["newest:amount"], Entities = [new EntityColumn("id", [.. Enumerable.Range(0, RetentionFixture.Keys).Select(static key => Value.Of((long)key))])] }, Token);

    private static async Task<TrainingSet> BuildAsync(RetentionFixture fixture, string name, TrainingSetDefinition definition, params Instant[] times)
    {
        var frame = new StringBuilder("id,event_timestamp\n");
        foreach (var time in times)
        {
            frame.Append(CultureInfo.InvariantCulture, $"1,{time}\n");
        }

        var sets = fixture.Cut.Get<TrainingSetService>();
        using var received = times.Length == 0 ? null : await sets.ReceiveFrameAsync("frame.csv", new MemoryStream(Encoding.UTF8.GetBytes(frame.ToString())), Token);
        return await WaitAsync(fixture.Cut, await sets.CreateAsync(new TrainingSetRequest { Name = name, Definition = definition }, received, Token));
    }

    private static async Task<TrainingSet> RebuildAsync(RetentionFixture fixture, string name)
        => await WaitAsync(fixture.Cut, await fixture.Cut.Get<TrainingSetManifests>().RebuildAsync(name, rebuildName: null, overwrite: false, requestedBy: null, Token));

    private static async Task<RebuildForecast> ForecastAsync(RetentionFixture fixture, string name)
        => await fixture.Cut.Get<RebuildForecaster>().ForecastAsync((await fixture.Cut.Sets.FindAsync(name, Token))!, await fixture.Cut.Get<TrainingSetManifests>().GetAsync(name, Token), Token); // Built before.

    private static async Task<TrainingSet> WaitAsync(ErasureFixture fixture, TrainingSet asked)
    {
        TrainingSet? set;
        while ((set = await fixture.Sets.FindAsync(asked.Id, Token)) is not { HasEnded: true })
        {
            await Task.Delay(10, Token);
        }

        return set;
    }
}
