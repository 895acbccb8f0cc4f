using Catalog.Core.Events;
using Conformance;
using Conformance.Offline;
using FeatureStore.Model;
using FeatureStore.Ports;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Pipelines;

/// <summary>The work of a view's writer as runs.</summary>
public sealed class ViewRunTests : IDisposable
{
    private const string CatchUp = "Ingestion:CatchUpEvents";

    private readonly TemporaryDirectory _folder = new();
    private readonly FakeFeatureRegistry _views = new();
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly InMemoryOfflineFiles _files = new(TimeProvider.System);
    private readonly RecordingRunJournal _journal = new();
    private MemoryJobs _jobs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static FeatureView View { get; } = TestPipeline.View();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CatchUp_ViewFarBehind_IsOneRunWithProgressAndFigures()
    {
        await using var pipeline = await StartAsync(_files, (CatchUp, "100"));
        await pipeline.AppendAsync([.. Purchases(500), (null, 1, 1)]);
        _views.Apply(View);
        await FlushAsync(pipeline);

        var run = Assert.Single(_journal.Runs);
        Assert.Equal((RunKind.Materialization, "materialize.last_purchase", "d", "events"), (run.Start.Kind, run.Start.Job, run.Start.Domain, run.Start.ProgressUnit));
        Assert.Equal("catching up with purchases", run.Start.Title);
        Assert.Equal(("complete", 501L, 501L), (run.End, run.Done, run.Total));
        Assert.Equal((501L, 500L, 1L), (run.Outcome!.Figures["events"], run.Outcome.Figures["rows"], run.Outcome.Figures["skipped"]));
        Assert.Equal((4L, 50_000L), (run.Outcome.Figures["files"], run.Outcome.Figures["bytes"]));
        Assert.Equal(IngestionJobState.Completed, Assert.Single(await JobsAsync()).State);
    }

    [Fact]
    public async Task CatchUp_Run_NamesSourceAndViewWithTheirColumns()
    {
        await using var pipeline = await StartAsync(_files, (CatchUp, "1"));
        await pipeline.AppendAsync(Purchases(3));
        _views.Apply(View);
        await FlushAsync(pipeline);

        var outcome = Assert.Single(_journal.Runs).Outcome!;
        var (input, output) = (Assert.Single(outcome.Inputs), Assert.Single(outcome.Outputs));
        Assert.Equal(("catalog", "source/purchases", 3L), (input.Namespace, input.Name, input.RowCount));
        Assert.Equal(["customer", "at", "amount", "marked"], input.Fields.Select(static field => field.Name));
        Assert.Equal(("catalog", "view/last_purchase", 3L, 300L), (output.Namespace, output.Name, output.RowCount, output.ByteCount));
        Assert.Equal(["customer", "amount"], output.Fields.Select(static field => field.Name));
        Assert.Equal(
            [("customer", "customer", false), ("amount", "amount", false), ("", "customer", true), ("", "at", true)],
            output.Origins.Select(static origin => (origin.Column, origin.InputColumn, origin.Indirect)));
    }

    [Fact]
    public async Task Write_ManySmallBatches_AreOneRunThatEndsWithTheWriter()
    {
        _views.Apply(View);
        await using (var pipeline = await StartAsync(_files))
        {
            for (var i = 0; i < 30; i++)
            {
                await pipeline.AppendAsync((1, i, i), (2, i, i));
                await FlushAsync(pipeline);
            }

            Assert.Null(Assert.Single(_journal.Runs).End);
        }

        var run = Assert.Single(_journal.Runs);
        Assert.Equal(("complete", "stream from purchases", 60L), (run.End, run.Start.Title, run.Outcome!.Figures["events"]));
    }

    [Fact]
    public async Task Write_LogStaysQuiet_EndsTheRunAndTheNextEventBeginsAnother()
    {
        _views.Apply(View);
        await using var pipeline = await StartAsync(_files, ("Ingestion:MaterializationIdle", "00:00:00.010"));
        await pipeline.AppendAsync((1, 1, 1));
        await FlushAsync(pipeline);
        await _journal.Runs[0].Ended.WaitAsync(Token);
        await pipeline.AppendAsync((1, 2, 2));
        await FlushAsync(pipeline);

        Assert.Equal(2, _journal.Runs.Count);
        Assert.Equal(("complete", 1L), (_journal.Runs[0].End, _journal.Runs[0].Outcome!.Figures["events"]));
    }

    [Fact]
    public async Task Write_FileFailsAgainAndAgain_IsOneFailedRunThenOneThatHasItAll()
    {
        _views.Apply(View);
        await using (var pipeline = await StartAsync(new HeldFiles(_files) { Failing = 5 }))
        {
            await pipeline.AppendAsync(Purchases(300));
            await FlushUntilItSucceedsAsync(pipeline);
        }

        Assert.Equal(["fail", "complete"], _journal.Runs.Select(static run => run.End));
        Assert.Equal("offline-engine-failed: The disk is full.", _journal.Runs[0].Message);
        Assert.Equal((300L, 300L), (_journal.Runs[1].Outcome!.Figures["events"], _journal.Runs[1].Outcome!.Figures["rows"]));
        Assert.Equal([IngestionJobState.Completed, IngestionJobState.Failed], (await JobsAsync()).Select(static job => job.State));
    }

    [Fact]
    public async Task Remove_ViewInTheMiddle_AbortsTheRun()
    {
        _views.Apply(View);
        var held = new HeldFiles(_files) { HeldFrom = 128 };
        await using var pipeline = await StartAsync(held);
        await pipeline.AppendAsync(Purchases(300));
        await held.Reached.WaitAsync(Token);
        _views.Remove(View.Name);
        await _journal.Runs[0].Ended.WaitAsync(Token);

        Assert.Equal("abort", Assert.Single(_journal.Runs).End);
    }

    [Fact]
    public async Task Restart_KilledInTheMiddle_GoesOnWithTheSameRunAndCountsOnce()
    {
        _views.Apply(View);
        var held = new HeldFiles(_files) { HeldFrom = 256 };
        await using (var dying = await StartAsync(held, (CatchUp, "100")))
        {
            await dying.AppendAsync(Purchases(600));
            await held.Reached.WaitAsync(Token);

            // What is stored at this moment is what the next process finds.
            _jobs = await CopyJobsAsync(static job => job);
        }

        await using var pipeline = await StartAsync(_files, (CatchUp, "100"));
        await FlushAsync(pipeline);

        Assert.Equal([null, "complete"], _journal.Runs.Select(static run => run.End));
        Assert.Equal(_journal.Runs[0].Id, _journal.Runs[1].Id);
        Assert.Equal(600, _journal.Runs[1].Done);
        Assert.Equal((600L, 600L), (_journal.Runs[1].Outcome!.Figures["events"], _journal.Runs[1].Outcome!.Figures["rows"]));
        Assert.Equal("The process ended in the middle of this run; it went on after the restart.", _journal.Runs[1].Outcome!.Summary);
        Assert.Equal(IngestionJobState.Completed, Assert.Single(await JobsAsync()).State);
        Assert.Equal(Enumerable.Range(0, 600).Select(static sequence => (long)sequence), await SequencesAsync());
    }

    [Fact]
    public async Task Restart_KilledBeforeTheFiguresWereKept_SaysThatTheyLackSomething()
    {
        _views.Apply(View);
        var held = new HeldFiles(_files) { HeldFrom = 256 };
        await using (var dying = await StartAsync(held))
        {
            await dying.AppendAsync(Purchases(600));
            await held.Reached.WaitAsync(Token);
            _jobs = await CopyJobsAsync(static job => job with { Work = new ViewWork { Partition = 0, From = 0, To = 50, Events = 50, Rows = 50 } });
        }

        await using var pipeline = await StartAsync(_files);
        await FlushAsync(pipeline);

        Assert.Equal(("complete", 394L), (_journal.Runs[1].End, _journal.Runs[1].Outcome!.Figures["rows"]));
        Assert.EndsWith("is missing from the figures.", _journal.Runs[1].Outcome!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_ViewRemovedMeanwhile_AbortsTheRunThatWasLeft()
    {
        _views.Apply(View);
        var held = new HeldFiles(_files) { HeldFrom = 128 };
        await using (var dying = await StartAsync(held))
        {
            await dying.AppendAsync(Purchases(300));
            await held.Reached.WaitAsync(Token);
        }

        _views.Remove(View.Name);
        await using var pipeline = await StartAsync(_files);
        while (_journal.Runs.Count < 2)
        {
            await Task.Yield();
        }

        await _journal.Runs[1].Ended.WaitAsync(Token);
        Assert.Equal((_journal.Runs[0].Id, "abort"), (_journal.Runs[1].Id, _journal.Runs[1].End));
    }

    [Fact]
    public async Task Restart_EverythingWritten_ReadsTheChunkAgainWithoutARun()
    {
        _views.Apply(View);
        await using (var pipeline = await StartAsync(_files))
        {
            await pipeline.AppendAsync(Purchases(200));
            await FlushAsync(pipeline);
        }

        await using (var again = await StartAsync(_files))
        {
            await again.AppendAsync((1, 900, 1));
            await FlushAsync(again);
        }

        Assert.Equal([200L, 1L], _journal.Runs.Select(static run => run.Outcome!.Figures["events"]));
        Assert.Equal(Enumerable.Range(0, 201).Select(static sequence => (long)sequence), await SequencesAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Restart_AtRandomMoments_CountsEveryEventOnce(int seed)
    {
        _views.Apply(View);
        var random = new Random(seed);
        var purchases = Purchases(1000);
        for (var sent = 0; sent < purchases.Length;)
        {
            await using var pipeline = await StartAsync(_files);
            var count = Math.Min(random.Next(1, 200), purchases.Length - sent);
            await pipeline.AppendAsync(purchases[sent..(sent + count)]);
            sent += count;
            if (random.Next(2) == 0)
            {
                await FlushAsync(pipeline);
            }
        }

        await using (var last = await StartAsync(_files))
        {
            await FlushAsync(last);
        }

        Assert.DoesNotContain(await JobsAsync(), static job => !job.HasEnded);
        Assert.Equal(1000, (await JobsAsync()).Sum(static job => job.Work!.Events));
    }

    [Fact]
    public async Task Write_JournalCannotBeWritten_TheWriterGoesOn()
    {
        _views.Apply(View);
        var journal = new UnreliableJournal(failing: 1);
        await using (var pipeline = await TestPipeline.StartAsync(_folder, _views, _manifest, _files, _jobs, journal))
        {
            await pipeline.AppendAsync(Purchases(20));
            await FlushAsync(pipeline);
            Assert.Equal(20, (await SequencesAsync()).Count);
        }

        Assert.Equal(("complete", 20L), (journal.Inner.Runs[^1].End, journal.Inner.Runs[^1].Outcome!.Figures["events"]));
    }

    private static (long? Customer, int Second, double Amount)[] Purchases(int count)
        => [.. Enumerable.Range(0, count).Select(static index => ((long?)(index % 7), index, (double)index))];

    private static Task FlushAsync(TestPipeline pipeline) => pipeline.Pumps.FlushAsync(View.Id, Token);

    private static async Task FlushUntilItSucceedsAsync(TestPipeline pipeline)
    {
        while (true)
        {
            try
            {
                await FlushAsync(pipeline);
                return;
            }
            catch (FeatureStore.FeatureStoreException)
            {
                // The writer tries again by itself.
            }
        }
    }

    private Task<TestPipeline> StartAsync(IOfflineFiles files, params (string Key, string Value)[] settings)
        => TestPipeline.StartAsync(_folder, _views, _manifest, files, _jobs, _journal, settings: settings);

    private Task<IReadOnlyList<IngestionJob>> JobsAsync() => _jobs.GetRecentAsync(null, int.MaxValue, Token);

    private async Task<MemoryJobs> CopyJobsAsync(Func<IngestionJob, IngestionJob> change)
    {
        var copy = new MemoryJobs();
        foreach (var job in await JobsAsync())
        {
            await copy.SaveAsync(change(job), Token);
        }

        return copy;
    }

    private async Task<List<long>> SequencesAsync()
        => [.. (await _manifest.GetSnapshotAsync(View.Id, Token)).Files.Where(static file => file.Path.Length > 0).SelectMany(file => _files.Files[file.Path]).Select(static row => row.Sequence)];
}
