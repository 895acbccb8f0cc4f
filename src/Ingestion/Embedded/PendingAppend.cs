using Ingestion.Ports;

namespace Ingestion.Embedded;

/// <summary>A batch on its way to the disk. It can be cancelled until the writer claims it.</summary>
internal sealed class PendingAppend(EncodedBatch batch) : IDisposable
{
    private const int Waiting = 0;
    private const int Claimed = 1;
    private const int Cancelled = 2;

    private readonly TaskCompletionSource<IReadOnlyList<LogPosition>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    public EncodedBatch Batch => batch;

    public Task<IReadOnlyList<LogPosition>> Completion => _done.Task;

    public bool TryClaim() => Interlocked.CompareExchange(ref _state, Claimed, Waiting) == Waiting;

    public void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
        {
            _done.SetCanceled(cancellationToken);
        }
    }

    public void Succeed(IReadOnlyList<LogPosition> positions) => _done.SetResult(positions);

    public void Fail(Exception reason) => _done.TrySetException(reason);

    public void Dispose() => batch.Dispose();
}
