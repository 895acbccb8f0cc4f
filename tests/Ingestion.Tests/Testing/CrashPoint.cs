namespace Ingestion.Tests.Testing;

/// <summary>Counts durable writes and lets the process "die" at one of them: that write and all later ones never return.</summary>
internal sealed class CrashPoint
{
    private int _steps;

    /// <summary>The step at which the process dies; none by default.</summary>
    public int At { get; init; } = int.MaxValue;

    public int Steps => _steps;

    /// <summary>One instant right before or right after a write.</summary>
    public void Pass()
    {
        if (Interlocked.Increment(ref _steps) > At)
        {
            // Nobody asked for a cancellation, so nothing behind the write runs: neither the end of the run nor that of the job.
            throw new OperationCanceledException("The process died here.");
        }
    }
}
