using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>The point-in-time cases PIT-1 to PIT-22 that this level answers for; the number stands in each name.</summary>
public sealed class PointInTimeCaseTests
{
    private const long Day = 86_400_000_000;
    private const long Now = 15_000 * Day;

    private static readonly Value Null = Value.Null;

    [Fact]
    public async Task Pit1_ViewsOfSeveralKeysAndTheSameViewTwice_AreIndependent()
    {
        using var fixture = new JoinFixture();
        var driver = JoinFixture.View;
        var pair = TestStore.View([JoinFixture.Int64, JoinFixture.Int64], [JoinFixture.Text]) with { Name = "pair" };
        var global = TestStore.View([], [JoinFixture.Text]) with { Name = "global" };
        var drivers = await fixture.WriteAsync(driver, [JoinFixture.Row(1, Now, 10, 0), JoinFixture.Row(2, Now, 20, 1)]);
        var pairs = await fixture.WriteAsync(pair, [new FeatureRow([Value.Of(1L), Value.Of(7L)], new Instant(Now), new Instant(Now), 0, [Value.Of("1 and 7")])]);
        var globals = await fixture.WriteAsync(global, [new FeatureRow([], new Instant(Now), new Instant(Now), 0, [Value.Of("for all")])]);
        var frame = await fixture.FrameAsync($"origin,destination,customer,t\n1,2,7,{new Instant(Now)}\n2,1,7,{new Instant(Now)}\n3,1,8,{new Instant(Now - 1)}\n");

        var result = await fixture.JoinAsync(fixture.Request(frame) with
        {
            Views =
            [
                new TrainingJoinView(driver, drivers, [(0, "origin__f0")], ["origin"]),
                new TrainingJoinView(driver, drivers, [(0, "destination__f0")], ["destination"]),
                new TrainingJoinView(pair, pairs, [(0, "pair__f0")], ["origin", "customer"]),
                new TrainingJoinView(global, globals, [(0, "global__f0")], []),
            ],
        });

        var rows = await fixture.ReadOutputAsync();
        Assert.Equal([Value.Of(10L), Value.Of(20L), Value.Of("1 and 7"), Value.Of("for all")], rows[0][4..]);
        Assert.Equal([Value.Of(20L), Value.Of(10L), Null, Value.Of("for all")], rows[1][4..]);
        Assert.Equal([Null, Null, Null, Null], rows[2][4..]);
        Assert.Equal([2, 2, 1, 2], result.Matched);
    }

    [Fact]
    public async Task Pit2_TwoColumnsOfOneName_AreRefused()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, Now, 10, 0)]);
        var frame = await fixture.FrameAsync((1, Now));

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(
            () => fixture.JoinAsync(frame, (JoinFixture.View, snapshot), (JoinFixture.View, snapshot)));

        Assert.Equal(FeatureStoreErrorCode.FeatureNameCollision, exception.ErrorCode);
        Assert.Contains("'f0'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pit7_NoTtl_LooksBackForEver()
        => Assert.Equal([Value.Of(5L)], await AnswerAsync(JoinFixture.View, [JoinFixture.Row(1, 0, 5, 0)], [(1, Now)]));

    [Fact]
    public async Task Pit8_TieOnEventTime_GoesToTheLaterArrival()
        => Assert.Equal(
            [Value.Of(20L)],
            await AnswerAsync(JoinFixture.View, [JoinFixture.Row(1001, Now, 10, 0, Now), JoinFixture.Row(1001, Now, 20, 1, Now + Day)], [(1001, Now + (2 * Day))]));

    [Fact]
    public async Task Pit9_NewerEventTime_WinsOverLaterArrival()
        => Assert.Equal(
            [Value.Of(40L)],
            await AnswerAsync(JoinFixture.View, [JoinFixture.Row(1002, Now + Day, 40, 0, Now), JoinFixture.Row(1002, Now, 30, 1, Now + Day)], [(1002, Now + (2 * Day))]));

    [Theory]
    [InlineData(false, 20, 40)]
    [InlineData(true, 10, 30)]
    public async Task Pit10_AsKnownAtEntityTime_KeepsOutWhatArrivedLater(bool asKnownAtEntityTime, long first, long second)
    {
        FeatureRow[] rows =
        [
            JoinFixture.Row(1001, Now, 10, 0, Now), JoinFixture.Row(1001, Now, 20, 1, Now + (2 * Day)),
            JoinFixture.Row(1002, Now, 30, 2, Now), JoinFixture.Row(1002, Now, 40, 3, Now + (2 * Day)),
        ];
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, rows);
        var request = fixture.Request(await fixture.FrameAsync((1001, Now + Day), (1002, Now + Day)), (JoinFixture.View, snapshot));

        await fixture.JoinAsync(request with { AsKnownAtEntityTime = asKnownAtEntityTime });

        Assert.Equal([Value.Of(first), Value.Of(second)], await fixture.ReadLastColumnAsync());
    }

    [Theory]
    [InlineData(Now - 1, null)]
    [InlineData(Now, 10L)]
    [InlineData(Now + (2 * Day), 20L)]
    public async Task Pit10_AsKnownAtAMoment_IncludesThatMoment(long asKnownAt, long? expected)
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, Now, 10, 0, Now), JoinFixture.Row(1, Now, 20, 1, Now + (2 * Day))]);
        var request = fixture.Request(await fixture.FrameAsync((1, Now + (9 * Day))), (JoinFixture.View, snapshot));

        await fixture.JoinAsync(request with { AsKnownAt = new Instant(asKnownAt) });

        Assert.Equal([expected is { } value ? Value.Of(value) : Null], await fixture.ReadLastColumnAsync());
    }

    [Fact]
    public async Task Pit12_EveryCandidateArrivedLater_RowStaysAndBorrowsNothing()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, Now, 10, 0, Now + Day), JoinFixture.Row(2, Now, 20, 1, Now)]);
        var request = fixture.Request(await fixture.FrameAsync((1, Now), (2, Now)), (JoinFixture.View, snapshot));

        var result = await fixture.JoinAsync(request with { AsKnownAtEntityTime = true });

        Assert.Equal([Null, Value.Of(20L)], await fixture.ReadLastColumnAsync());
        Assert.Equal((2, 1), (result.Rows, result.Matched[0]));
    }

    [Fact]
    public async Task Pit16_TtlBoundaries_AreBothIncluded()
    {
        var view = JoinFixture.View with { Ttl = TimeSpan.FromDays(1) };
        FeatureRow[] rows = [JoinFixture.Row(1, Now, 1, 0), JoinFixture.Row(2, Now - Day, 2, 1), JoinFixture.Row(3, Now - Day - 1, 3, 2), JoinFixture.Row(4, Now + 1, 4, 3)];

        Assert.Equal([Value.Of(1L), Value.Of(2L), Null, Null], await AnswerAsync(view, rows, [(1, Now), (2, Now), (3, Now), (4, Now)]));
    }

    [Theory]
    [InlineData(0, 2L, null)]
    [InlineData(1, 2L, null)]
    [InlineData(999, 2L, null)]
    [InlineData(1_000, null, 4L)]
    public async Task Pit16_NanosecondsOfAFrame_AreCutToTheMicrosecond(int nanoseconds, long? atTtl, long? justAfter)
    {
        using var fixture = new JoinFixture();
        var view = JoinFixture.View with { Ttl = TimeSpan.FromDays(1) };
        var snapshot = await fixture.WriteAsync(view, [JoinFixture.Row(2, Now - Day, 2, 0), JoinFixture.Row(4, Now + 1, 4, 1)]);
        var frame = Path.ChangeExtension(await fixture.FrameAsync("k0\n"), "parquet");
        fixture.Store.Execute($"COPY (SELECT k0, make_timestamp_ns({Now * 1_000}::BIGINT + {nanoseconds}) AS t FROM (VALUES (2::BIGINT), (4::BIGINT)) AS frame(k0)) TO '{frame}' (FORMAT parquet)");

        await fixture.JoinAsync(frame, (view, snapshot));

        Assert.Equal([atTtl is { } old ? Value.Of(old) : Null, justAfter is { } young ? Value.Of(young) : Null], await fixture.ReadLastColumnAsync());
    }

    [Fact]
    public async Task Pit17_CompositeKeysThatLookAlike_DoNotMeet()
    {
        using var fixture = new JoinFixture();
        var view = TestStore.View([JoinFixture.Int64, JoinFixture.Text], [JoinFixture.Text]);
        var snapshot = await fixture.WriteAsync(view,
        [
            new FeatureRow([Value.Of(1L), Value.Of("23")], new Instant(Now), new Instant(Now), 0, [Value.Of("1|23")]),
            new FeatureRow([Value.Of(12L), Value.Of("3")], new Instant(Now), new Instant(Now), 1, [Value.Of("12|3")]),
        ]);

        await fixture.JoinAsync(await fixture.FrameAsync($"k0,k1,t\n12,3,{new Instant(Now)}\n1,23,{new Instant(Now)}\n1,3,{new Instant(Now)}\n"), (view, snapshot));

        Assert.Equal([Value.Of("12|3"), Value.Of("1|23"), Null], await fixture.ReadLastColumnAsync());
    }

    [Fact]
    public async Task Pit18_DuplicatedEntityRows_StayInOrderWithTheirLabels()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, Now, 10, 0)]);
        var time = new Instant(Now);

        await fixture.JoinAsync(await fixture.FrameAsync($"k0,t,label\n1,{time},b\n2,{time},x\n1,{time},a\n1,{time},b\n"), (JoinFixture.View, snapshot));

        var rows = await fixture.ReadOutputAsync();
        Assert.Equal(["b", "x", "a", "b"], rows.Select(static row => row[2].AsString()));
        Assert.Equal([Value.Of(10L), Null, Value.Of(10L), Value.Of(10L)], rows.Select(static row => row[3]));
    }

    [Theory]
    [InlineData(NullPolicy.Newest, null)]
    [InlineData(NullPolicy.NewestNonNull, 5L)]
    public async Task Pit19_NullInTheNewestRow_FollowsThePolicy(NullPolicy policy, long? expected)
        => Assert.Equal(
            [expected is { } value ? Value.Of(value) : Null],
            await AnswerAsync(JoinFixture.View with { NullPolicy = policy }, [JoinFixture.Row(1, Now - 1, 5, 0), JoinFixture.Row(1, Now, null, 1)], [(1, Now)]));

    [Fact]
    public async Task Pit19_NewestNonNull_HonoursTtlPerFeature()
    {
        using var fixture = new JoinFixture();
        var view = TestStore.View([JoinFixture.Int64], [JoinFixture.Int64, JoinFixture.Int64]) with { NullPolicy = NullPolicy.NewestNonNull, Ttl = TimeSpan.FromDays(1) };
        var snapshot = await fixture.WriteAsync(view,
        [
            new FeatureRow([Value.Of(1L)], new Instant(Now - Day), new Instant(Now), 0, [Value.Of(1L), Null]),
            new FeatureRow([Value.Of(1L)], new Instant(Now - Day - 1), new Instant(Now), 1, [Value.Of(2L), Value.Of(3L)]),
            new FeatureRow([Value.Of(1L)], new Instant(Now), new Instant(Now), 2, [Null, Null]),
        ]);

        var result = await fixture.JoinAsync(await fixture.FrameAsync((1, Now), (2, Now)), (view, snapshot));

        var rows = await fixture.ReadOutputAsync();
        Assert.Equal([Value.Of(1L), Null], rows[0][2..]);
        Assert.Equal([Null, Null], rows[1][2..]);
        Assert.Equal([1], result.Matched);
    }

    [Fact]
    public async Task Pit20_StrictBefore_ExcludesTheMomentItself()
        => Assert.Equal(
            [Value.Of(1L), Null],
            await AnswerAsync(
                JoinFixture.View with { StrictBefore = true },
                [JoinFixture.Row(1, Now - 1, 1, 0), JoinFixture.Row(1, Now, 2, 1), JoinFixture.Row(2, Now, 3, 2)], [(1, Now), (2, Now)]));

    [Fact]
    public async Task Pit21_ShuffledOverlappingFilesWithDuplicates_EqualTheSortedRun()
    {
        var random = new Random(21);
        FeatureRow[] sorted = [.. Enumerable.Range(0, 3_000).Select(static i => JoinFixture.Row(i % 37, i / 3, i, i))];
        var entities = Enumerable.Range(0, 500).Select(_ => ((long)random.Next(40), (long)random.Next(1_100))).ToArray();
        var expected = await AnswerAsync(JoinFixture.View, sorted, entities);

        FeatureRow[] shuffled = [.. sorted];
        random.Shuffle(shuffled);
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, shuffled[..1_800], shuffled[1_000..], shuffled[500..700]);
        await fixture.JoinAsync(await fixture.FrameAsync(entities), (JoinFixture.View, snapshot));

        Assert.Equal(expected, await fixture.ReadLastColumnAsync());
    }

    [Fact]
    public async Task Pit22_TimesAcrossADaylightSavingChange_EqualTheUtcRun()
    {
        using var fixture = new JoinFixture();
        Assert.True(Instant.TryParse("2015-03-08T08:00:00Z", out var change));
        FeatureRow[] rows = [.. Enumerable.Range(-4, 9).Select(hour => JoinFixture.Row(1, change.UnixMicroseconds + (hour * Day / 24), hour, hour + 4))];
        var snapshot = await fixture.WriteAsync(JoinFixture.View, rows);

        await fixture.JoinAsync(
            await fixture.FrameAsync(
                "k0,t\n1,2015-03-08T01:30:00-06:00\n1,2015-03-08T03:30:00-05:00\n1,2015-03-08 07:30:00\n1,2015-03-08T08:30:00Z\n1,2015-03-08 03:30:00 America/Chicago\n"),
            (JoinFixture.View, snapshot));

        Assert.Equal([Value.Of(-1L), Value.Of(0L), Value.Of(-1L), Value.Of(0L), Value.Of(0L)], await fixture.ReadLastColumnAsync());
    }

    private static async Task<Value[]> AnswerAsync(FeatureView view, FeatureRow[] rows, (long Key, long Time)[] entities)
    {
        using var fixture = new JoinFixture();
        await fixture.JoinAsync(await fixture.FrameAsync(entities), (view, await fixture.WriteAsync(view, rows)));
        return await fixture.ReadLastColumnAsync();
    }
}
