namespace Ingestion.Logs;

/// <summary>An offset of one partition that only grows, such as its end, and those who wait for it to move. Thread-safe.</summary>
/// <param name="value">Where it stands.</param>
internal sealed class WatchedOffset(long value)
{
    private readonly Lock _lock = new();
    private long _value = value;
    private TaskCompletionSource? _moved;
    private Exception? _ended;

    public long Value => Volatile.Read(ref _value);

    /// <summary>Moves it on and wakes those who wait.</summary>
    public void MoveTo(long value)
    {
        TaskCompletionSource? moved;
        lock (_lock)
        {
            Volatile.Write(ref _value, value);
            moved = _moved;
            _moved = null;
        }

        moved?.SetResult();
    }

    /// <summary>Fails all present and later waits for what can no longer come.</summary>
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

    /// <summary>Completes when the value lies behind the offset.</summary>
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
            if (_value > offset)
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
