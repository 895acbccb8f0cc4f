using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Sharing;
using Catalog.Core.Values;
using Conformance;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Tests.Testing;
using Microsoft.Extensions.Options;

namespace Ingestion.Tests.Jobs;

public sealed class JobRunnerTests
{
    private readonly MemoryJobs _jobs = new();
    private readonly RecordingJournal _journal = new();
    private readonly MemoryLeases _leases = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedule_JobThatCannotBeDescribed_FailsAndTheNextOfItsSourceRuns()
    {
        await using var runner = MakeRunner(new Handler(job => job.Title == "bad" ? throw new Refused(ErrorCategory.InvalidArgument) : null));
        var (bad, good) = (Job("bad"), Job("good"));
        runner.Schedule(bad);
        runner.Schedule(good);

        await runner.WaitAsync(good.RunId, Token);

        Assert.Equal((IngestionJobState.Failed, "refused"), await StateAsync(bad));
        Assert.Equal((IngestionJobState.Completed, null), await StateAsync(good));
    }

    [Fact]
    public async Task Schedule_StoreIsDownForAMoment_GoesOnByItself()
    {
        var tries = 0;
        await using var runner = MakeRunner(new Handler(_ => ++tries < 3 ? throw new Refused(ErrorCategory.Unavailable) : null));
        var job = Job("file");
        runner.Schedule(job);

        await runner.WaitAsync(job.RunId, Token);

        Assert.Equal((IngestionJobState.Completed, null), await StateAsync(job));
        Assert.Equal(3, tries);
    }

    [Theory]
    [InlineData(ErrorCategory.Unavailable, IngestionJobState.Completed, 3)]
    [InlineData(ErrorCategory.Overloaded, IngestionJobState.Completed, 3)]
    [InlineData(ErrorCategory.InvalidArgument, IngestionJobState.Failed, 1)]
    public async Task Schedule_WorkFailsInTheMiddle_GoesOnWhereItCanBeHelped(ErrorCategory category, IngestionJobState end, int expected)
    {
        var tries = 0;
        await using var runner = MakeRunner(new Handler(_ => ++tries < 3 ? Task.FromException(new Refused(category)) : null));
        var job = Job("file");
        runner.Schedule(job);

        await runner.WaitAsync(job.RunId, Token);

        Assert.Equal((end, expected), ((await StateAsync(job)).State, tries));
    }

    [Fact]
    public async Task Cancel_JobThatWaitsForAStore_EndsAtOnce()
    {
        var failed = new TaskCompletionSource();
        await using var runner = MakeRunner(
            new Handler(_ =>
            {
                return failed.TrySetResult() ? Task.FromException(new Refused(ErrorCategory.Unavailable)) : null;
            }),
            pause: TimeSpan.FromHours(1));
        var job = Job("file");
        runner.Schedule(job);
        await failed.Task;

        Assert.True(await runner.CancelAsync(job.RunId, Token));
        await runner.WaitAsync(job.RunId, Token);

        Assert.Equal((IngestionJobState.Cancelled, null), await StateAsync(job));
    }

    [Fact]
    public async Task Cancel_JobThatWaits_EndsWithoutRunning()
    {
        var turn = new TaskCompletionSource();
        await using var runner = MakeRunner(new Handler(job => job.Title == "first" ? turn.Task : null));
        var (first, second) = (Job("first"), Job("second"));
        runner.Schedule(first);
        runner.Schedule(second);

        Assert.True(await runner.CancelAsync(second.RunId, Token));
        turn.SetResult();
        await runner.WaitAsync(second.RunId, Token);

        Assert.Equal((IngestionJobState.Cancelled, null), await StateAsync(second));
        Assert.Equal("aborted", _journal.Ends[second.RunId]);
        Assert.False(await runner.CancelAsync(first.RunId, Token));
    }

    [Fact]
    public async Task Resume_AnotherProcessThatRunsTookTheJob_LeavesItUntilThatOneIsGone()
    {
        var other = ThisProcess.Alone();
        var presence = await _leases.TryTakeAsync(ProcessPresence.LeaseOf(other.Id), other, TimeSpan.FromHours(1), Token);
        var job = Job("replay") with { Process = other.Id };
        await _jobs.SaveAsync(job, Token);
        await using var runner = MakeRunner(new Handler(static _ => null));

        await runner.ResumeAsync(Token);
        await runner.WaitAsync(job.RunId, Token);
        Assert.Equal(IngestionJobState.Queued, (await StateAsync(job)).State);

        await _leases.ReleaseAsync(presence!, Token);
        await runner.ResumeAsync(Token);
        await runner.WaitAsync(job.RunId, Token);
        Assert.Equal(IngestionJobState.Completed, (await StateAsync(job)).State);
    }

    [Fact]
    public async Task Resume_NoJobIsUnfinished_DoesNotAskTheLeases()
    {
        var leases = new CountedLeases(_leases);
        await using var runner = MakeRunner(new Handler(static _ => null), leases: leases);

        Assert.Empty(await runner.ResumeAsync(Token));
        Assert.Equal(0, leases.Lists);

        var job = Job("file");
        await _jobs.SaveAsync(job, Token);
        Assert.Single(await runner.ResumeAsync(Token));
        await runner.WaitAsync(job.RunId, Token);
        Assert.Equal(1, leases.Lists);
    }

    [Fact]
    public async Task Schedule_AnotherProcessEndedItWhileItWaited_DoesNotRunIt()
    {
        var ran = false;
        await using var runner = MakeRunner(new Handler(_ =>
        {
            ran = true;
            return null;
        }));
        var job = Job("file");
        await _jobs.SaveAsync(job with { State = IngestionJobState.Cancelled }, Token);

        runner.Schedule(job);
        await runner.WaitAsync(job.RunId, Token);

        Assert.False(ran);
        Assert.Equal(IngestionJobState.Cancelled, (await StateAsync(job)).State);
    }

    private static IngestionJob Job(string title)
        => new() { RunId = Guid.CreateVersion7(), Kind = IngestionJobKind.File, Subject = "orders", Title = title, CreatedAt = new Instant(0) };

    private JobRunner MakeRunner(IJobHandler handler, TimeSpan? pause = null, ILeases? leases = null) => new(
        new JobExecutor(_journal, [handler], ThisProcess.Alone(), TimeProvider.System, new RecordingLogger<JobExecutor>()),
        _jobs,
        new Ingestion.Sharing.SoleShares(),
        new JobOwners(leases ?? _leases, new MemoryRunClaims(_leases), ThisProcess.Alone()),
        Options.Create(new IngestionOptions { MaxRetryPause = pause ?? TimeSpan.FromMilliseconds(10) }),
        TimeProvider.System,
        new RecordingLogger<JobRunner>());

    private async Task<(IngestionJobState State, string? Code)> StateAsync(IngestionJob job)
    {
        var stored = await _jobs.FindAsync(job.RunId, Token);
        return (stored!.State, stored.ErrorCode);
    }

    private sealed class Refused(ErrorCategory category) : CatalogException("refused", category, "It is refused.");

    private sealed class CountedLeases(ILeases inner) : ILeases
    {
        public int Lists { get; private set; }

        public Task<Lease?> TryTakeAsync(string name, ThisProcess process, TimeSpan term, CancellationToken cancellationToken) => inner.TryTakeAsync(name, process, term, cancellationToken);

        public Task<bool> TryRenewAsync(Lease lease, TimeSpan term, CancellationToken cancellationToken) => inner.TryRenewAsync(lease, term, cancellationToken);

        public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => inner.ReleaseAsync(lease, cancellationToken);

        public Task<IReadOnlyList<Lease>> ListAsync(CancellationToken cancellationToken)
        {
            Lists++;
            return inner.ListAsync(cancellationToken);
        }
    }

    /// <summary>Does nothing, after what the test wants to happen first.</summary>
    private sealed class Handler(Func<IngestionJob, Task?> before) : IJobHandler
    {
        private Task? _wait;

        public IngestionJobKind Kind => IngestionJobKind.File;

        public RunStart Describe(IngestionJob job)
        {
            _wait = before(job);
            return new RunStart { RunId = job.RunId, Kind = RunKind.Ingestion, Job = "ingest.orders", Domain = "sales" };
        }

        public async Task<JobEnd> RunAsync(IngestionJob job, JobProgress progress, CancellationToken cancellationToken)
        {
            await (_wait ?? Task.CompletedTask);
            return new JobEnd(new IngestionResult { RunId = job.RunId, Source = "orders", Read = 0, Accepted = 0, Quarantined = 0 }, new RunOutcome());
        }

        public Task CleanUpAsync(IngestionJob job, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
