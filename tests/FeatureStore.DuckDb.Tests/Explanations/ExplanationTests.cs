using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Proof;
using FeatureStore.Explanations;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace FeatureStore.DuckDb.Tests.Explanations;

/// <summary>What became of events at the edges: of the window, of time, of arrival, of what is listed.</summary>
public sealed class ExplanationTests
{
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExplainAsync_EventsAtTheEdges_StartIsOutAndEndIsIn()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-62, 1), Event(-60, 2), Event(-59, 4), Event(0, 8), Event(1, 16)]);

        var explanation = await ExplainAsync(proof, "windowed:amount_1h", Noon);

        var window = explanation.Window!;
        Assert.Equal((Noon - TimeSpan.FromHours(1), Noon, true), (window.Start, window.End, window.IsEndIncluded));
        Assert.Equal((12, 2L, 2L), (window.TileCount, window.EventCount, window.Counted));
        Assert.Equal([4.0, 8.0], window.Events.Select(static item => item.Operand.AsDouble()));
        Assert.Equal([(0L, EventOutcome.BeforeWindow), (1L, EventOutcome.BeforeWindow)], window.Before.Select(static item => (item.Sequence, item.Outcome)));
        Assert.Equal([(4L, EventOutcome.AfterMoment)], window.After.Select(static item => (item.Sequence, item.Outcome)));
        Assert.Equal(
            [(Noon - TimeSpan.FromMinutes(60), Noon - TimeSpan.FromMinutes(55), 4.0), (Noon - TimeSpan.FromMinutes(5), Noon, 8.0)],
            window.Tiles.Select(static tile => (tile.After, tile.Through, tile.Value.AsDouble())));
        Assert.Equal(Value.Of(12.0), explanation.Value);
    }

    [Fact]
    public async Task ExplainAsync_MomentWithinATile_StartIsRoundedDownAndTheLastTileIsCut()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-60, 1), Event(-59, 2), Event(0, 4)]);

        var window = (await ExplainAsync(proof, "windowed:amount_1h", Noon + TimeSpan.FromMinutes(3))).Window!;

        Assert.Equal((Noon - TimeSpan.FromHours(1), 13), (window.Start, window.TileCount));
        Assert.Equal((2L, 1), (window.Counted, window.Before.Count));
        var later = (await ExplainAsync(proof, "windowed:amount_1h", Noon - TimeSpan.FromMinutes(58))).Window!;
        Assert.Equal([Noon - TimeSpan.FromMinutes(60), Noon - TimeSpan.FromMinutes(58)], later.Tiles.Select(static tile => tile.Through));
    }

    [Fact]
    public async Task ExplainAsync_FirstMomentThatThereIs_StartIsAMomentToo()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(0, 1)]);

        var window = (await ExplainAsync(proof, "windowed:amount_7d", Instant.MinValue)).Window!;

        Assert.Equal((Instant.MinValue, Instant.MinValue, 0L), (window.Start, window.End, window.EventCount));
    }

    [Fact]
    public async Task ExplainAsync_LateNullAndUnmetEvents_AreMarkedAndNotCounted()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-1, 1), Event(-300, 2), Event(-2, 4, kind: "view"), Event(-3, null)]);

        var sums = await ExplainAsync(proof, "windowed:amount_7d", Noon);
        var counts = await ExplainAsync(proof, "windowed:buys", Noon);

        Assert.Equal(
            [(1L, EventOutcome.TooLate), (3L, EventOutcome.NullOperand), (2L, EventOutcome.Counted), (0L, EventOutcome.Counted)],
            sums.Window!.Events.Select(static item => (item.Sequence, item.Outcome)));
        Assert.Equal((Value.Of(5.0), 1L, 2L), (sums.Value, sums.Window.TooLate, sums.Window.Counted));
        Assert.Equal([(1L, 0L, 1L, Value.Of(0.0)), (3L, 2L, 0L, Value.Of(5.0))], sums.Window.Tiles.Select(static tile => (tile.EventCount, tile.Counted, tile.TooLate, tile.Value)));
        Assert.Equal([EventOutcome.Counted, EventOutcome.ConditionNotMet, EventOutcome.Counted], counts.Window!.Events.Select(static item => item.Outcome));
        Assert.Equal([Value.Of(true), Value.Of(false), Value.Of(true)], counts.Window.Events.Select(static item => item.Condition));
        Assert.Equal("kind", Assert.Single(counts.Window.Inputs).Column);
        Assert.Contains("amount", counts.Window.Others.Select(static column => column.Column));
        Assert.All(counts.Window.Events, item => Assert.Equal(counts.Window.Others.Count, item.Others.Count));
        Assert.Equal(Value.Of(2L), counts.Value);
    }

    [Fact]
    public async Task ExplainAsync_OnlyLateEvents_IsAnEmptyWindowAndNoMissingKey()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-1, 1, key: 2), Event(-300, 2)]);

        var explanation = await ExplainAsync(proof, "windowed:amount_7d", at: null);

        Assert.Equal((Value.Of(0.0), "PRESENT"), (explanation.Value, explanation.Result.Status));
        Assert.Equal(Value.Of(0.0), Assert.Single(explanation.Window!.Tiles).Value);
    }

    [Fact]
    public async Task ExplainAsync_ArrivedAfterTheTimeAsked_IsNotKnown()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-30, 1), Event(-40, 2, arrival: 10)]);

        var then = await ExplainAsync(proof, "windowed:amount_1h", Noon, asKnownAt: Noon);
        var now = await ExplainAsync(proof, "windowed:amount_1h", Noon);

        Assert.Equal(Value.Of(1.0), then.Value);
        Assert.Equal([EventOutcome.NotKnown, EventOutcome.Counted], then.Window!.Events.Select(static item => item.Outcome));
        Assert.Equal(Value.Of(3.0), now.Value);
    }

    [Fact]
    public async Task ExplainAsync_EventsOfAWindow_HoldTheAggregateUpToThem()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-70, 64), Event(-50, 1), Event(-40, null), Event(-30, -4), Event(-300, 2)]);

        var explanation = await ExplainAsync(proof, "windowed:amount_1h", Noon);

        Assert.Equal([Value.Of(1.0), Value.Of(1.0), Value.Of(-3.0)], explanation.Window!.Events.Select(static item => item.Running!.Value));
        Assert.All(explanation.Window.Before, static item => Assert.Null(item.Running));
        Assert.Equal(explanation.Value, explanation.Window.Events[^1].Running);
    }

    [Fact]
    public async Task ExplainAsync_OnlineStoreHoldsAnotherValue_SaysThatTheyDiffer()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-30, 1)]);
        var equal = await ExplainAsync(proof, "windowed:amount_1h", at: null);

        await proof.OnlineStore.DeleteKeyAsync(EntityKey.Create(ProofViews.Windowed.Entities, [Value.Of(1L)]), Token);
        var differs = await ExplainAsync(proof, "windowed:amount_1h", at: null);
        var past = await ExplainAsync(proof, "windowed:amount_1h", Noon);

        Assert.Equal((true, equal.Result, null), (equal.Served!.IsEqual, equal.Served.Value, equal.Served.NotCompared));
        Assert.Equal((false, "NOT_FOUND", "PRESENT"), (differs.Served!.IsEqual, differs.Served.Value!.Status, differs.Result.Status));
        Assert.Null(past.Served);
    }

    [Fact]
    public async Task ExplainAsync_MoreEventsThanAreListed_CountsTheOthers()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        var random = new Random(1);
        await ArriveAsync(proof, ProofViews.Windowed, [.. Enumerable.Range(0, 5_000).Select(i => Event(-9_000 + i, random.NextDouble()))]);

        var explanation = await ExplainAsync(proof, "windowed:amount_7d", Noon);

        var window = explanation.Window!;
        Assert.Equal((5_000L, 5_000L, ExplanationRequest.MostEvents), (window.EventCount, window.Counted, window.Events.Count));
        Assert.Equal(Enumerable.Range(4_000, 1_000).Select(static i => (long)i), window.Events.Select(static item => item.Sequence));
        Assert.Equal(explanation.Value, window.Events[^1].Running);
        Assert.Equal(5_000, window.Tiles.Sum(static tile => tile.EventCount));
        var answer = await LookUpAsync(proof, ProofViews.Windowed);
        Assert.Equal(answer.Columns.Single(static column => column.Name == "amount_7d").Values[0], explanation.Value);
    }

    [Fact]
    public async Task ExplainAsync_Tie_TheHigherSequenceAnswers()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Newest, [Plain(-5, 1), Plain(-2, 2), Plain(-2, 3), Plain(-9, 4)]);

        var explanation = await ExplainAsync(proof, "newest:amount", at: null);

        Assert.Equal(Value.Of(3.0), explanation.Value);
        Assert.Equal(
            [(3L, EventOutcome.Older), (0L, EventOutcome.Older), (1L, EventOutcome.LostTie), (2L, EventOutcome.Answers)],
            explanation.Newest!.Rows.Select(static row => (row.Sequence, row.Outcome)));
        Assert.Equal(Noon - TimeSpan.FromHours(3), explanation.Newest.OldestAllowed);
    }

    [Fact]
    public async Task ExplainAsync_NewestThatIsNotNull_ShowsTheNullsPassedOverHoweverMany()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.NonNull, [Plain(-60, 7), .. Enumerable.Range(0, 20).Select(static i => Plain(-30 + i, null))]);

        var explanation = await ExplainAsync(proof, "non_null:amount", at: null);

        Assert.Equal((Value.Of(7.0), 21L), (explanation.Value, explanation.Newest!.RowCount));
        Assert.Equal((0L, EventOutcome.Answers), (explanation.Newest.Rows[0].Sequence, explanation.Newest.Rows[0].Outcome));
        Assert.All(explanation.Newest.Rows.Skip(1), static row => Assert.Equal(EventOutcome.NullPassedOver, row.Outcome));
    }

    [Fact]
    public async Task ExplainAsync_StrictlyBefore_ARowAtTheMomentDoesNotAnswer()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Strict, [Plain(-5, 1), Plain(0, 2)]);

        var explanation = await ExplainAsync(proof, "strict:amount", Noon);

        Assert.Equal(Value.Of(1.0), explanation.Value);
        Assert.Equal([EventOutcome.Answers, EventOutcome.AfterMoment], explanation.Newest!.Rows.Select(static row => row.Outcome));
    }

    [Fact]
    public async Task ExplainAsync_OnDemandFeature_ExplainsItsInputsAndGivesWhatALookupGives()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        proof.Registry.Apply(new OnDemandFeatureView
        {
            Name = "offer",
            Version = 1,
            Domain = "shop",
            Owner = "crew",
            Sources = [new FeatureProjection("windowed", ["amount_7d"], null, new Dictionary<string, string>()), new FeatureProjection("newest", ["kind"], null, new Dictionary<string, string>())],
            Requests = [new RequestSource("basket", [new RequestValue("total", new DataType(ScalarType.Double), null)])],
            Features = [new OnDemandFeature { Name = "share", Type = new DataType(ScalarType.Double), Expression = "total / amount_7d" }],
        });
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-30, 1), Event(-20, 3)]);
        EntityColumn[] entities = [new("id", [Value.Of(1L)]), new("total", [Value.Of("3")])];

        var explanation = await proof.Explanations.ExplainAsync(new ExplanationRequest { Feature = "offer:share", Entities = entities }, Token);

        Assert.Equal((Value.Of(0.75), "PRESENT", Noon - TimeSpan.FromMinutes(20)), (explanation.Value, explanation.Result.Status, explanation.Result.EventTime));
        Assert.Equal("total / amount_7d", explanation.Computed!.Expression);
        Assert.Equal(["windowed.amount_7d", "basket.total"], explanation.Computed.Inputs.Select(static input => input.Name));
        Assert.Equal((Value.Of(4.0), 2L), (explanation.Computed.Inputs[0].Value, explanation.Computed.Inputs[0].Feature!.Window!.Counted));
        Assert.Null(explanation.Computed.Inputs[1].Feature);
        var missing = await Assert.ThrowsAsync<FeatureStoreException>(() => proof.Explanations.ExplainAsync(new ExplanationRequest { Feature = "offer:share", Entities = [entities[0]] }, Token));
        Assert.Equal(FeatureStoreErrorCode.MissingRequestValue, missing.ErrorCode);
    }

    [Fact]
    public async Task ExplainAsync_KeyWithEventsInOneStoreOnly_SaysFromWhere()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-30, 1)]);
        await proof.OneSided.NoteAsync(ProofViews.Windowed.Id, [new OneSidedKey(EntityKey.Create(ProofViews.Windowed.Entities, [Value.Of(1L)]), 0)], Token);

        var explanation = await ExplainAsync(proof, "windowed:amount_7d", at: null);

        Assert.Equal(0, explanation.OneSidedFrom);
    }

    [Fact]
    public async Task ExplainAsync_KeyThatWasWrittenWithoutAnEvent_SaysSoInPlaceOfADifference()
    {
        await using var proof = new ProofFixture(ProofViews.All);
        await ArriveAsync(proof, ProofViews.Newest, [Plain(-30, 1)]);
        await proof.Direct.WriteAsync(ProofViews.Newest, [Plain(-20, 2)], Token);

        var explanation = await ExplainAsync(proof, "newest:amount", at: null);

        Assert.Equal((Value.Of(1.0), ServedReason.WrittenDirectly, null), (explanation.Value, explanation.Served!.NotCompared, explanation.Served.IsEqual));
    }

    [Fact]
    public async Task ExplainAsync_AView_WaitsForItsWriterOnce()
    {
        var barrier = new CountingBarrier();
        await using var proof = new ProofFixture(ProofViews.All, barrier: barrier);
        await ArriveAsync(proof, ProofViews.Windowed, [Event(-30, 1)]);

        await ExplainAsync(proof, "windowed:amount_7d", at: null);

        Assert.Equal([ProofViews.Windowed.Id], barrier.Flushed);
    }

    private sealed class CountingBarrier : IMaterializationBarrier
    {
        internal List<FeatureViewId> Flushed { get; } = [];

        public Task FlushAsync(FeatureViewId view, CancellationToken cancellationToken)
        {
            Flushed.Add(view);
            return Task.CompletedTask;
        }
    }

    private static FeatureRow Event(int minute, double? amount, string kind = "buy", long key = 1, int? arrival = null)
        => new([Value.Of(key)], At(minute), At(arrival ?? minute), 0, [Value.Of(kind), amount is { } number ? Value.Of(number) : Value.Null, Value.Of(kind), Value.Null]);

    private static FeatureRow Plain(int minute, double? amount) => new([Value.Of(1L)], At(minute), At(minute), 0, [Value.Of("buy"), amount is { } number ? Value.Of(number) : Value.Null]);

    private static Instant At(int minute) => Noon + TimeSpan.FromMinutes(minute);

    private static async Task ArriveAsync(ProofFixture proof, FeatureView view, FeatureRow[] events)
    {
        proof.Clock.Set(Noon.ToDateTimeOffset());
        await proof.ArriveAsync(view, [.. events.Select(static (row, sequence) => row with { Sequence = sequence })], events.Length, flush: true);
    }

    private static Task<OnlineFeaturesResponse> LookUpAsync(ProofFixture proof, FeatureView view) => proof.ServeAsync(view, 1);

    private static Task<Explanation> ExplainAsync(ProofFixture proof, string feature, Instant? at, Instant? asKnownAt = null) => proof.Explanations.ExplainAsync(
        new ExplanationRequest { Feature = feature, Entities = [new EntityColumn("id", [Value.Of(1L)])], At = at, AsKnownAt = asKnownAt }, Token);
}
