namespace Ingestion.Embedded;

/// <summary>Work that waits for the writer of a topic, with what it gives.</summary>
/// <typeparam name="T">What whoever waits is told.</typeparam>
internal abstract class PendingResult<T> : PendingWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => _done.Task;

    public void Succeed(T result) => _done.SetResult(result);

    public override void Fail(Exception reason) => _done.TrySetException(reason);

    protected override void EndCancelled(CancellationToken cancellationToken) => _done.SetCanceled(cancellationToken);
}
