using Catalog.Core.Values;
using Conformance.Offline;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;

namespace Conformance.Proof;

/// <summary>
/// What everything that puts rows and questions into one order does. The sweep compares what comes with what a naive reading of all rows gives, so that a row or a question in the wrong place
/// shows as a difference.
/// </summary>
public abstract class ProofEngineConformance : OfflineReadingConformance<IProofEngine>
{
    private static readonly FeatureView Simple = View([Int64], [Double, Text]);

    [Fact]
    public async Task RunAsync_NoQuestions_ComparesNothing()
    {
        var asked = new ProofQuestions(Simple, [Row(1, 5, 0, Value.Of(1.0), Value.Null)]);

        Assert.Equal((0L, 0L, 0L), await RunAsync(asked));
        Assert.Equal((0L, 0L, 0L), await RunAsync(asked, await WriteAsync(Simple)));
    }

    [Fact]
    public async Task RunAsync_NoFilesOrNoRows_AnswersEveryQuestion()
    {
        var asked = new ProofQuestions(Simple, []).Ask(key: 1, time: 10, 0).Ask(key: 1, time: 3, 7).Ask(key: 2, time: 10, -1);

        Assert.Equal((3L, 0L, 2L), await RunAsync(asked, await WriteAsync(Simple)));
        Assert.Equal((3L, 0L, 2L), await RunAsync(asked, await WriteAsync(Simple, [])));
    }

    [Fact]
    public async Task RunAsync_UnknownKeyAmongOthers_HasNoRows()
    {
        var asked = new ProofQuestions(Simple, [Row(1, 5, 0, Value.Of(1.0), Value.Null), Row(3, 5, 1, Value.Of(1.0), Value.Null)]).Ask(key: 2, time: 10, 1).Ask(key: 3, time: 10, 1);

        Assert.Equal((2L, 0L, 2L), await RunAsync(asked));
    }

    [Fact]
    public async Task RunAsync_BoundsFromBeforeTheFirstRowOn_KnowTheRowsUpToThem()
    {
        FeatureRow[] log = [.. Enumerable.Range(0, 6).Select(static i => Row(1, 10 + i, i * 2, Value.Of((double)i), Value.Null))];
        var asked = new ProofQuestions(Simple, log);
        foreach (var bound in Enumerable.Range(-1, 14).Reverse())
        {
            asked.Ask(key: 1, time: 100, bound);
        }

        Assert.Equal((14L, 0L, 1L), await RunAsync(asked));
    }

    [Fact]
    public async Task RunAsync_TiesRepetitionsAndDisorderAcrossFiles_TheHigherSequenceWins()
    {
        FeatureRow[] log =
        [
            Row(1, 9, 0, Value.Of(1.0), Value.Of("a")), Row(1, 5, 1, Value.Of(2.0), Value.Null), Row(1, 9, 2, Value.Null, Value.Of("b")),
            Row(1, 9, 3, Value.Null, Value.Of("b")), Row(2, 9, 4, Value.Of(5.0), Value.Of("c")), Row(1, 9, 5, Value.Of(6.0), Value.Null),
        ];
        var asked = new ProofQuestions(Simple, log);
        for (var bound = 0; bound < 6; bound++)
        {
            asked.Ask(key: 1, time: 9, bound).Ask(key: 1, time: 9, bound).Ask(key: 2, time: 9, bound);
        }

        Assert.Equal((18L, 0L, 2L), await RunAsync(asked, await WriteAsync(Simple, log[..2], log[2..4], log[4..])));
    }

    [Fact]
    public async Task RunAsync_ALookupServedSomethingElse_IsTheOnlyOneThatDiffers()
    {
        FeatureRow[] log = [.. Enumerable.Range(0, 20).Select(static i => Row(i % 4, i, i, Value.Of((double)i), Value.Of($"{i}")))];
        var asked = new ProofQuestions(Simple, log);
        for (var bound = 0; bound < 20; bound++)
        {
            asked.Ask(bound % 4, time: 100, bound);
        }

        asked.Change(lookup: 7, feature: 1, Value.Of("other"));

        var found = await asked.RunAsync(Reader, await WriteAsync(Simple, log), null, Token);
        Assert.Equal((20L, 1L), (found.Compared, found.Differences));
        var row = Assert.Single(found.Rows);
        Assert.Equal((7L, "k0=3", 7L, "f1", "other", "7"), (row.Lookup, row.Key, row.Sequence, row.Feature, row.Served.Value, row.Recomputed.Value));
    }

    [Fact]
    public async Task RunAsync_EveryTypeAndNull_AgreesBitForBit()
    {
        var (view, random) = (View([Int64], AllTypes), new Random(1));
        var asked = new ProofQuestions(view, [.. Enumerable.Range(0, 200).Select(i => Row(i % 3, i, i, [.. AllTypes.Select(type => Extreme(random, type))]))]);
        for (var bound = 0; bound < 200; bound++)
        {
            asked.Ask(bound % 3, time: 500, bound);
        }

        Assert.Equal((200L, 0L, 3L), await RunAsync(asked));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RunAsync_FeaturesWithRowsOfTheirOwn_AsksEachAtItsBound(int seed)
    {
        var view = Simple with { NullPolicy = NullPolicy.NewestNonNull };
        var (random, log) = (new Random(seed), RandomLog(new Random(seed), 300));
        var asked = new ProofQuestions(view, log);
        for (var i = 0; i < 300; i++)
        {
            asked.Ask(random.Next(6), time: random.Next(-30, 60), random.Next(-1, 300), random.Next(-1, 300), random.Next(-1, 300));
        }

        Assert.Equal((300L, 0L), await CompareAsync(asked));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RunAsync_RandomRowsAndQuestions_AgreesWithReadingThemAll(int seed)
    {
        var (random, log) = (new Random(seed), RandomLog(new Random(seed), 400));
        var asked = new ProofQuestions(Simple with { Ttl = TimeSpan.FromMicroseconds(20), StrictBefore = seed % 2 == 0 }, log);
        for (var i = 0; i < 500; i++)
        {
            asked.Ask(random.Next(6), time: random.Next(-30, 60), random.Next(-1, 401));
        }

        Assert.Equal((500L, 0L), await CompareAsync(asked));
    }

    [Fact]
    public async Task RunAsync_QuestionsThatGoBackInTime_ComeAgainWithTheirRows()
    {
        var log = ProofQuestions.Counted([.. Enumerable.Range(0, 100).Select(static i => (Key: i % 2L, Minute: i * 3L))]);
        var asked = new ProofQuestions(ProofQuestions.Counts, log);
        for (var bound = 0; bound < 100; bound++)
        {
            // The later the bound the earlier the moment: each pass can answer but one of a key.
            asked.Ask(bound % 2, time: (600 - bound) * 60_000_000L, bound);
        }

        Assert.Equal((100L, 0L, 2L), await RunAsync(asked));
    }

    [Fact]
    public async Task RunAsync_KeysOfSeveralParts_AreNotMixedUp()
    {
        var view = View([Int64, Text], [Double]);
        FeatureRow[] log = [.. Enumerable.Range(0, 40).Select(static i => new FeatureRow(
            [Value.Of(i % 2L), Value.Of(i % 4 < 2 ? "it's" : "2")], new Instant(i), new Instant(i), i, [Value.Of((double)i)]))];
        var asked = new ProofQuestions(view, log);
        for (var bound = 0; bound < 40; bound++)
        {
            asked.Ask([Value.Of(bound % 2L), Value.Of(bound % 8 < 4 ? "it's" : "2")], time: 100, bound);
        }

        Assert.Equal((40L, 0L, 4L), await RunAsync(asked));
    }

    [Fact]
    public async Task RunAsync_ViewWithoutEntities_HasOneKey()
    {
        var view = View([], [Double]);
        FeatureRow[] log = [.. Enumerable.Range(0, 5).Select(static i => new FeatureRow([], new Instant(i), new Instant(i), i, [Value.Of((double)i)]))];

        Assert.Equal((2L, 0L, 1L), await RunAsync(new ProofQuestions(view, log).Ask([], time: 9, 2).Ask([], time: 9, 4)));
    }

    [Fact]
    public async Task RunAsync_ManyKeysRowsAndQuestions_AnswersAllAndSaysHowFarItIs()
    {
        FeatureRow[] log = [.. Enumerable.Range(0, 40_000).Select(static i => Row(i % 3_000, i * 7919L % 40_000, i, Value.Of((double)i), Value.Null))];
        var asked = new ProofQuestions(Simple, log);
        for (var i = 0; i < 20_000; i++)
        {
            asked.Ask(i * 31L % 4_000, time: 50_000, i * 2);
        }

        var steps = new Steps();
        var found = await asked.RunAsync(Reader, await WriteAsync(Simple, log), steps, Token);

        Assert.Equal((20_000L, 0L, 4_000L), (found.Compared, found.Differences, found.Keys));
        Assert.Equal(20_000, steps.All[^1]);
        Assert.Equal(steps.All.Order(), steps.All);
    }

    [Fact]
    public async Task RunAsync_ManyAtOnce_EachAnswersItsOwn()
    {
        FeatureRow[] log = [.. Enumerable.Range(0, 600).Select(static i => Row(i % 6, i, i, Value.Of((double)i), Value.Null))];
        var snapshot = await WriteAsync(Simple, log);

        await Parallel.ForAsync(0, 8, Token, async (side, token) =>
        {
            var found = await new ProofQuestions(Simple, log).Ask(side % 6, time: 900, 500 + side).RunAsync(Reader, snapshot, null, token);
            Assert.Equal((1L, 0L), (found.Compared, found.Differences));
        });
    }

    [Fact]
    public async Task RunAsync_TwoVersions_EachReadsItsOwnFiles()
    {
        var second = View([Int64], [Text], version: 2);
        var first = new ProofQuestions(Simple, [Row(1, 5, 0, Value.Of(1.0), Value.Of("old"))]).Ask(key: 1, time: 9, 0);
        var later = new ProofQuestions(second, [Row(1, 6, 0, Value.Of("new"))]).Ask(key: 1, time: 9, 0);

        Assert.Equal((1L, 0L, 1L), await RunAsync(first));
        Assert.Equal((1L, 0L, 1L), await RunAsync(later));
    }

    [Fact]
    public async Task RunAsync_AFileIsMissing_SaysThatDataAreCorrupt()
    {
        var asked = new ProofQuestions(Simple, [Row(1, 5, 0, Value.Of(1.0), Value.Null)]).Ask(key: 1, time: 9, 0);
        var snapshot = await WriteWithMissingFileAsync(Simple, asked.Log);

        await AssertCorruptAsync(() => asked.RunAsync(Reader, snapshot, null, Token));
    }

    [Fact]
    public async Task RunAsync_TheQuestionsEndInAnError_PassesItOn()
    {
        var asked = new ProofQuestions(Simple, [Row(1, 5, 0, Value.Of(1.0), Value.Null)]).Ask(key: 1, time: 9, 0);
        asked.Failure = new FeatureStoreException(FeatureStoreErrorCode.LookupLogUnavailable, "The log cannot be read.");
        var snapshot = await WriteAsync(Simple, asked.Log);

        Assert.Same(asked.Failure, await Assert.ThrowsAsync<FeatureStoreException>(() => asked.RunAsync(Reader, snapshot, null, Token)));
    }

    [Fact]
    public async Task RunAsync_Cancelled_Stops()
    {
        var asked = new ProofQuestions(Simple, [.. Enumerable.Range(0, 3_000).Select(static i => Row(1, i, i, Value.Null, Value.Null))]);
        for (var bound = 0; bound < 3_000; bound++)
        {
            asked.Ask(key: 1, time: 3_999, bound);
        }

        var snapshot = await WriteAsync(Simple, asked.Log);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.RunAsync(Reader, snapshot, null, new CancellationToken(canceled: true)));

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.RunAsync(Reader, snapshot, new Steps { Then = stop.Cancel }, stop.Token));
    }

    private static FeatureRow[] RandomLog(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => Row(
            random.Next(5), random.Next(-20, 40), i, random.Next(3) == 0 ? Value.Null : Value.Of(random.NextDouble()), random.Next(3) == 0 ? Value.Null : Value.Of($"{i}"))),
    ];

    private async Task<(long Compared, long Differences)> CompareAsync(ProofQuestions asked)
    {
        var found = await asked.RunAsync(Reader, await WriteAsync(asked.View, [.. asked.Log.Chunk(150)]), null, Token);
        Assert.Empty(found.Rows);
        return (found.Compared, found.Differences);
    }

    private async Task<(long Compared, long Differences, long Keys)> RunAsync(ProofQuestions asked, OfflineSnapshot? snapshot = null)
    {
        var found = await asked.RunAsync(Reader, snapshot ?? await WriteAsync(asked.View, asked.Log), null, Token);
        Assert.Empty(found.Rows);
        return (found.Compared, found.Differences, found.Keys);
    }

    private sealed class Steps : IProgress<long>
    {
        public List<long> All { get; } = [];

        public Action? Then { get; init; }

        public void Report(long value)
        {
            All.Add(value);
            Then?.Invoke();
        }
    }
}
