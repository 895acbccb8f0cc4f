using Catalog.Core.Values;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Jobs;

public sealed class JobRecordTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TryChange_CancelMeetsTheEnd_TheEndStays()
    {
        var store = new SlowJobs();
        var record = new JobRecord(
            new IngestionJob { RunId = Guid.CreateVersion7(), Kind = IngestionJobKind.File, Subject = "orders", Title = "file", CreatedAt = new Instant(0) }, store);

        var ending = record.TryChangeAsync(static job => job with { State = IngestionJobState.Completed }, Token);
        await store.Saving.Task.WaitAsync(Token);
        var cancelling = record.TryChangeAsync(static job => job with { State = IngestionJobState.Cancelling }, Token);
        store.Saved.SetResult();

        Assert.True(await ending);
        Assert.False(await cancelling);
        Assert.Equal([IngestionJobState.Completed], store.States);
        Assert.Equal(IngestionJobState.Completed, record.Current.State);
    }

    [Fact]
    public async Task TryChange_StoreFails_KeepsTheStateAndTakesTheNextChange()
    {
        var store = new SlowJobs { Failure = new IOException("The disk is full.") };
        var record = new JobRecord(
            new IngestionJob { RunId = Guid.CreateVersion7(), Kind = IngestionJobKind.File, Subject = "orders", Title = "file", CreatedAt = new Instant(0) }, store);
        store.Saved.SetResult();

        await Assert.ThrowsAsync<IOException>(() => record.TryChangeAsync(static job => job with { State = IngestionJobState.Completed }, Token));
        store.Failure = null;

        Assert.True(await record.TryChangeAsync(static job => job with { State = IngestionJobState.Failed }, Token));
        Assert.Equal(IngestionJobState.Failed, record.Current.State);
    }

    /// <summary>A store that says when it is writing and waits to be let go on.</summary>
    private sealed class SlowJobs : IIngestionJobStore
    {
        public TaskCompletionSource Saving { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Saved { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Failure { get; set; }

        public List<IngestionJobState> States { get; } = [];

        public async Task SaveAsync(IngestionJob job, CancellationToken cancellationToken)
        {
            Saving.TrySetResult();
            await Saved.Task;
            if (Failure is not null)
            {
                throw Failure;
            }

            States.Add(job.State);
        }

        public Task<IngestionJob?> FindAsync(Guid runId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<IngestionJob>> GetUnfinishedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<IngestionJob>> GetRecentAsync(string? subject, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
