namespace Ingestion.Pipelines;

/// <summary>Those who wait until a log has been worked off up to a sequence. A position that was reached stays so. Thread-safe.</summary>
internal sealed class PositionWaiters
{
    private readonly Lock _lock = new();
    private readonly List<(long End, TaskCompletionSource Done)> _waiting = [];
    private Exception? _closed;
    private long _reached;

    /// <summary>The furthest end that somebody waits for; 0 when nobody does.</summary>
    internal long Furthest
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0 ? 0 : _waiting.Max(static waiter => waiter.End);
            }
        }
    }

    internal Task WaitAsync(long end, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_reached >= end)
            {
                return Task.CompletedTask;
            }

            if (_closed is not null)
            {
                return Task.FromException(_closed);
            }

            _waiting.Add((end, done));
        }

        return done.Task.WaitAsync(cancellationToken);
    }

    internal void Reached(long end)
    {
        lock (_lock)
        {
            _reached = Math.Max(_reached, end);
        }

        Release(waiter => waiter.End <= end, static done => done.TrySetResult());
    }

    internal void Failed(Exception error) => Release(static _ => true, done => done.TrySetException(error));

    /// <summary>Nothing will be reached any more: tells those who wait, and whoever comes later.</summary>
    internal void Close(Exception reason)
    {
        lock (_lock)
        {
            _closed = reason;
        }

        Failed(reason);
    }

    private void Release(Predicate<(long End, TaskCompletionSource Done)> which, Action<TaskCompletionSource> how)
    {
        List<(long End, TaskCompletionSource Done)> released;
        lock (_lock)
        {
            released = _waiting.FindAll(which);
            _waiting.RemoveAll(which);
        }

        released.ForEach(waiter => how(waiter.Done));
    }
}
