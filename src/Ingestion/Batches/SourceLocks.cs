using System.Collections.Concurrent;

namespace Ingestion.Batches;

/// <summary>Lets batches of one source be written one after the other, whoever writes them. Thread-safe.</summary>
internal sealed class SourceLocks : IDisposable
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new(StringComparer.Ordinal);

    /// <summary>Waits for the turn of the caller; dispose the result to end it.</summary>
    internal async Task<IDisposable> EnterAsync(string source, CancellationToken cancellationToken)
    {
        var gate = _locks.GetOrAdd(source, static _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(gate);
    }

    public void Dispose()
    {
        foreach (var gate in _locks.Values)
        {
            gate.Dispose();
        }
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
