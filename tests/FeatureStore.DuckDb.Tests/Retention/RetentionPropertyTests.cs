using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Proof;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Retention;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Retention;

/// <summary>Random histories: what goes is what the rule lets go, and every question that is not refused has the answer that it had before.</summary>
public sealed class RetentionPropertyTests
{
    private static readonly FeatureView ForEver = ProofViews.Newest with { Name = "for_ever", Ttl = TimeSpan.Zero };

    private static readonly FeatureView[] Views = [ProofViews.Newest, ForEver, ProofViews.Strict with { Ttl = TimeSpan.FromDays(5) }, ProofViews.NonNull with { Ttl = TimeSpan.Zero }, ProofViews.StrictlyWindowed];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Apply_AsTimeGoesOn_KeepsEveryAnswerThatIsNotRefused(int seed)
    {
        var random = new Random(seed);
        await using var fixture = new RetentionFixture(Views);
        foreach (var view in Views)
        {
            var log = RetentionFixture.LogOf(view, random, 700);
            var removed = 0L;
            for (var end = 300; end <= log.Count; end += 200)
            {
                await fixture.ArriveAsync(view, log, end);
                if (random.Next(2) == 0)
                {
                    await fixture.Cut.CompactAsync(view);
                }

                removed += await fixture.Retention().ApplyAsync(view, Token);
                await AssertRowsAsync(fixture, view, log.Take(end));
                await AssertAnswersAsync(fixture, view, random);
            }

            Assert.True(removed > 100, $"{view.Name}: {removed}");
            Assert.Equal(removed, log.Count - (await RetentionFixture.SequencesAsync(fixture.Cut, view)).Count);
        }
    }

    [Fact]
    public async Task Apply_BesideWritersCompactionErasureAndReaders_LosesNothingAndBringsNothingBack()
    {
        const int seed = 1;
        await using var fixture = new RetentionFixture(Views);
        var logs = Views.ToDictionary(static view => view.Name, view => RetentionFixture.LogOf(view, new Random(seed), 700));
        foreach (var view in Views)
        {
            await fixture.ArriveAsync(view, logs[view.Name], 400);
        }

        fixture.Set(logs.Values.Max(static log => log[^1].ArrivalTime));
        using var done = new CancellationTokenSource();
        var others = new[]
        {
            RepeatAsync(fixture.Cut.CompactAsync, done.Token),
            RepeatAsync(view => fixture.Retention().ApplyAsync(view, Token), done.Token),
            RepeatAsync(view => fixture.AskAsync(fixture.Cut, view, [Instant.Now(fixture.Cut.Clock)], null, byEntityTime: false), done.Token),
            RepeatAsync(_ => fixture.Cut.Get<ReplacedFiles>().DeleteDueAsync(Token), done.Token),
        };
        var writers = Views.Select(view => Task.Run(() => StreamAsync(fixture, view, logs[view.Name], new Random(seed)), Token));
        var erasure = Task.Run(() => fixture.Cut.EraseAsync(key: ("id", Value.Of(0L))), Token);
        await Task.WhenAll([.. writers, erasure]);
        await done.CancelAsync();
        await Task.WhenAll(others);
        await fixture.Whole.EraseAsync(key: ("id", Value.Of(0L)));

        foreach (var view in Views)
        {
            await fixture.Whole.ArriveAsync(view, logs[view.Name], 700, flush: true);
            await fixture.Cut.ArriveAsync(view, logs[view.Name], 700, flush: true, restart: true);
            await fixture.Cut.CompactAsync(view);
            await fixture.Retention().ApplyAsync(view, Token);
            await AssertRowsAsync(fixture, view, logs[view.Name].Where(static row => row.KeyValues[0].AsInt64() != 0));
            await AssertAnswersAsync(fixture, view, new Random(seed));
        }
    }

    [Fact]
    public async Task Apply_KilledAgainAndAgain_LosesNothingAndDoublesNothing()
    {
        var random = new Random(1);
        await using var fixture = new RetentionFixture(Views);
        var kills = 0;
        foreach (var view in Views)
        {
            var log = RetentionFixture.LogOf(view, random, 700);
            await fixture.ArriveAsync(view, log, 700);
            for (var dies = true; dies;)
            {
                try
                {
                    await fixture.Retention(new DyingManifest(fixture.Cut.Manifest, random)).ApplyAsync(view, Token);
                    dies = false;
                }
                catch (OperationCanceledException) when (!Token.IsCancellationRequested)
                {
                    kills++;
                    await AssertRowsAsync(fixture, view, log, isFinished: false);
                    await AssertAnswersAsync(fixture, view, random);
                }
            }

            await AssertRowsAsync(fixture, view, log);
            await AssertAnswersAsync(fixture, view, random);
        }

        Assert.True(kills > 5);
    }

    [Fact]
    public async Task Write_ChunkWhoseFileWasCutAndDeletedMeanwhile_GoesOnFromWhatIsThere()
    {
        await using var fixture = new RetentionFixture(ForEver);
        var log = RetentionFixture.LogOf(ForEver, new Random(1), 400);
        await fixture.ArriveAsync(ForEver, log, 310);
        var former = (await fixture.Cut.Manifest.GetSnapshotAsync(ForEver.Id, Token)).Files[^1];
        fixture.Set(log[^1].ArrivalTime + TimeSpan.FromDays(60));

        Assert.True(await fixture.Retention().ApplyAsync(ForEver, Token) > 0);
        var cut = (await fixture.Cut.Manifest.GetSnapshotAsync(ForEver.Id, Token)).Files[^1];
        await fixture.Cut.Get<IOfflineFiles>().DeleteAsync(former.Path, Token);
        await fixture.Cut.ArriveAsync(ForEver, log, 315, flush: true);

        Assert.True(cut.Path != former.Path && cut.RowCount < former.RowCount);
        var last = (await fixture.Cut.Manifest.GetSnapshotAsync(ForEver.Id, Token)).Files[^1];
        Assert.Equal((former.FirstSequence, 315L, cut.RowCount + 5), (last.FirstSequence, last.EndSequence, last.RowCount));
    }

    /// <summary>Whatever is missing was due, nothing is there twice, and no file with many due rows is left.</summary>
    private static async Task AssertRowsAsync(RetentionFixture fixture, FeatureView view, IEnumerable<FeatureRow> log, bool isFinished = true)
    {
        FeatureRow[] rows = [.. log];
        var horizon = KeptHistory.HorizonOf(view, Instant.Now(fixture.Cut.Clock), RetentionFixture.Kept);
        var due = RetentionFixture.DueOf(view, rows, horizon);
        var left = await RetentionFixture.SequencesAsync(fixture.Cut, view);
        Assert.Equal(left.Distinct(), left);
        Assert.Empty(rows.Select(static row => row.Sequence).Except(left).Except(due));
        Assert.Empty(left.Except(rows.Select(static row => row.Sequence)));
        var snapshot = await fixture.Cut.Manifest.GetSnapshotAsync(view.Id, Token);
        Assert.Equal([new LogRange(0, 0, snapshot.EndOf(0))], snapshot.Ranges);
        foreach (var file in isFinished ? snapshot.Files.Where(static file => file.RowCount > 0) : [])
        {
            var count = left.Count(sequence => due.Contains(sequence) && file.FirstSequence <= sequence && sequence < file.EndSequence);
            Assert.True(count < Math.Max(1, file.RowCount * 0.25), $"{file.Path} has {file.RowCount} rows, and {count} of them are due.");
            Assert.True(file.MinEventTime <= rows.Where(row => left.Contains(row.Sequence) && file.FirstSequence <= row.Sequence && row.Sequence < file.EndSequence).Min(static row => row.EventTime));
        }
    }

    /// <summary>The store that was cut answers as the whole one, at the first moment that is not refused and at random ones behind it, by all that is known and by what was known earlier.</summary>
    private static async Task AssertAnswersAsync(RetentionFixture fixture, FeatureView view, Random random)
    {
        var now = Instant.Now(fixture.Cut.Clock);
        var horizon = (await fixture.Cut.Manifest.GetSnapshotAsync(view.Id, Token)).Horizon;
        var first = horizon is null ? now - TimeSpan.FromDays(10) : KeptHistory.FirstMoment(horizon, view.Features);
        var from = horizon?.Time ?? first;
        Assert.True(first <= now - RetentionFixture.Kept);
        Instant[] times = [first, .. Enumerable.Range(0, 8).Select(_ => Between(random, first, now + TimeSpan.FromDays(1)))];
        foreach (var (known, byEntityTime) in new (Instant?, bool)[] { (null, false), (now, true), (from, false), (Between(random, from, now), false) })
        {
            Assert.Equal(await fixture.AskAsync(fixture.Whole, view, times, known, byEntityTime), await fixture.AskAsync(fixture.Cut, view, times, known, byEntityTime));
        }

        if (horizon is not null)
        {
            var error = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.AskAsync(fixture.Cut, view, [now, new Instant(first.UnixMicroseconds - 1)], null, byEntityTime: false));
            Assert.Equal(FeatureStoreErrorCode.HistoryNotKept, error.ErrorCode);
        }
    }

    private static Instant Between(Random random, Instant from, Instant to) => new(random.NextInt64(from.UnixMicroseconds, to.UnixMicroseconds));

    private static Task RepeatAsync(Func<FeatureView, Task> work, CancellationToken done) => Task.Run(
        async () =>
        {
            while (!done.IsCancellationRequested)
            {
                foreach (var view in Views)
                {
                    await work(view);
                }

                await Task.Yield();
            }
        },
        Token);

    private static async Task StreamAsync(RetentionFixture fixture, FeatureView view, List<FeatureRow> log, Random random)
    {
        for (var next = 400; next < log.Count;)
        {
            next = Math.Min(log.Count, next + random.Next(1, 30));
            await fixture.Cut.ArriveAsync(view, log, next, flush: random.Next(3) == 0, restart: random.Next(10) == 0);
            await Task.Yield();
        }

        await fixture.Cut.FlushAsync(view.Id, Token);
    }

    /// <summary>Dies before or after a change of the manifest.</summary>
    private sealed class DyingManifest(IOfflineManifest inner, Random random) : IOfflineManifest
    {
        public Task<OfflineSnapshot> GetSnapshotAsync(FeatureViewId view, CancellationToken cancellationToken) => inner.GetSnapshotAsync(view, cancellationToken);

        public async Task RaiseHorizonAsync(FeatureViewId view, OfflineHorizon horizon, CancellationToken cancellationToken)
        {
            MayDie();
            await inner.RaiseHorizonAsync(view, horizon, cancellationToken);
            MayDie();
        }

        public async Task<bool> ReplaceAsync(FeatureViewId view, IReadOnlyList<OfflineFile> files, OfflineFile merged, CancellationToken cancellationToken)
        {
            MayDie();
            var isReplaced = await inner.ReplaceAsync(view, files, merged, cancellationToken);
            MayDie();
            return isReplaced;
        }

        public Task FenceAsync(FeatureViewId view, int partition, long epoch, CancellationToken cancellationToken) => inner.FenceAsync(view, partition, epoch, cancellationToken);

        public Task<IReadOnlyList<OfflineFile>> CommitAsync(FeatureViewId view, OfflineFile file, long epoch, CancellationToken cancellationToken) => inner.CommitAsync(view, file, epoch, cancellationToken);

        public Task<IReadOnlyList<OfflineFile>?> TryCommitAsync(FeatureViewId view, OfflineFile file, IReadOnlyList<OfflineFile> before, long epoch, CancellationToken cancellationToken)
            => inner.TryCommitAsync(view, file, before, epoch, cancellationToken);

        public Task<IReadOnlySet<string>> GetAllPathsAsync(CancellationToken cancellationToken) => inner.GetAllPathsAsync(cancellationToken);

        public Task<IReadOnlyDictionary<string, Instant>> GetReplacedAsync(CancellationToken cancellationToken) => inner.GetReplacedAsync(cancellationToken);

        public Task ForgetReplacedAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken) => inner.ForgetReplacedAsync(paths, cancellationToken);

        public Task<IReadOnlyList<OfflineTotals>> GetTotalsAsync(CancellationToken cancellationToken) => inner.GetTotalsAsync(cancellationToken);

        public Task<IReadOnlyList<OfflineFile>> DropAsync(FeatureViewId view, CancellationToken cancellationToken) => inner.DropAsync(view, cancellationToken);

        private void MayDie()
        {
            if (random.Next(6) == 0)
            {
                throw new OperationCanceledException("The process dies here.");
            }
        }
    }
}
