namespace FeatureStore.DuckDb.Engine;

/// <summary>Lets in as much work at a time as has room together, in the order asked. Thread-safe.</summary>
/// <param name="bytes">The room. Work that needs more than all of it is let in alone.</param>
internal sealed class MemoryRoom(long bytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Admitted)> _waiting = new();
    private long _held;

    /// <summary>Waits for room.</summary>
    /// <param name="wanted">Bytes that the work holds.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Dispose gives the room back.</returns>
    internal async Task<IDisposable> EnterAsync(long wanted, CancellationToken cancellationToken)
    {
        var taken = Math.Min(wanted, bytes);
        var admitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<(long, TaskCompletionSource)> place;
        lock (_lock)
        {
            place = _waiting.AddLast((taken, admitted));
            Admit();
        }

        using var stop = cancellationToken.Register(() => admitted.TrySetCanceled(cancellationToken));
        try
        {
            await admitted.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Leave(place);
            throw;
        }

        return new Taken(this, taken);
    }

    private void Leave(LinkedListNode<(long, TaskCompletionSource)> place)
    {
        lock (_lock)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
            }

            Admit();
        }
    }

    private void GiveBack(long given)
    {
        lock (_lock)
        {
            _held -= given;
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiting.First is { Value: var (wanted, admitted) } && _held + wanted <= bytes)
        {
            _waiting.RemoveFirst();
            if (admitted.TrySetResult())
            {
                _held += wanted;
            }
        }
    }

    private sealed class Taken(MemoryRoom room, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        public void Dispose() => room.GiveBack(Interlocked.Exchange(ref _bytes, 0));
    }
}
