using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Jobs;

/// <summary>
/// A job under way, in memory and in the store. Changes come one after the other and none follows the end, so that a request to stop that meets the end of the job
/// does not take its place. Thread-safe.
/// </summary>
internal sealed class JobRecord(IngestionJob job, IIngestionJobStore jobs)
{
    private readonly Lock _lock = new();
    private volatile IngestionJob _current = job;
    private Task<bool> _last = Task.FromResult(true);

    internal IngestionJob Current => _current;

    /// <summary>Stores the changed job; false when the job had ended.</summary>
    internal Task<bool> TryChangeAsync(Func<IngestionJob, IngestionJob> change, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _last = ChangeAfterAsync(_last, change, cancellationToken);
        }
    }

    /// <summary>Reads the job again: another process may have ended it while it waited.</summary>
    internal Task RefreshAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _last = RefreshAfterAsync(_last, cancellationToken);
        }
    }

    private async Task<bool> RefreshAfterAsync(Task previous, CancellationToken cancellationToken)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        _current = await jobs.FindAsync(_current.RunId, cancellationToken).ConfigureAwait(false) ?? _current;
        return true;
    }

    private async Task<bool> ChangeAfterAsync(Task previous, Func<IngestionJob, IngestionJob> change, CancellationToken cancellationToken)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (_current.HasEnded)
        {
            return false;
        }

        var changed = change(_current);
        await jobs.SaveAsync(changed, cancellationToken).ConfigureAwait(false);
        _current = changed;
        return true;
    }
}
