namespace Ingestion.Embedded;

/// <summary>The end of one partition and those who wait for it to move. Thread-safe.</summary>
internal sealed class PartitionTail(long end)
{
    private readonly Lock _lock = new();
    private long _end = end;
    private TaskCompletionSource? _moved;
    private Exception? _ended;

    /// <summary>One past the last readable offset.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Makes events up to the new end readable and wakes those who wait.</summary>
    public void MoveTo(long end)
    {
        TaskCompletionSource? moved;
        lock (_lock)
        {
            Volatile.Write(ref _end, end);
            moved = _moved;
            _moved = null;
        }

        moved?.SetResult();
    }

    /// <summary>Fails all present and later waits for events that can no longer come.</summary>
    public void EndWith(Exception reason)
    {
        TaskCompletionSource? moved;
        lock (_lock)
        {
            _ended ??= reason;
            moved = _moved;
            _moved = null;
        }

        moved?.SetException(reason);
    }

    public async ValueTask WaitForAsync(long offset, CancellationToken cancellationToken)
    {
        while (NextMove(offset) is { } moved)
        {
            await moved.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task? NextMove(long offset)
    {
        lock (_lock)
        {
            if (_end > offset)
            {
                return null;
            }

            if (_ended is not null)
            {
                return Task.FromException(_ended);
            }

            _moved ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _moved.Task;
        }
    }
}
