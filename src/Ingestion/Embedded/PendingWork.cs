namespace Ingestion.Embedded;

/// <summary>What waits for the writer of a topic. It can be cancelled until the writer claims it.</summary>
internal abstract class PendingWork : IDisposable
{
    private const int Waiting = 0;
    private const int Claimed = 1;
    private const int Cancelled = 2;

    private int _state = Waiting;

    /// <summary>Bytes that it puts into the topic.</summary>
    public virtual int Length => 0;

    public bool TryClaim() => Interlocked.CompareExchange(ref _state, Claimed, Waiting) == Waiting;

    public void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
        {
            EndCancelled(cancellationToken);
        }
    }

    public abstract void Fail(Exception reason);

    public abstract void Dispose();

    protected abstract void EndCancelled(CancellationToken cancellationToken);
}
