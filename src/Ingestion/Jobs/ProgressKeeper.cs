using Catalog.Core.Errors;

namespace Ingestion.Jobs;

/// <summary>Stores the progress of a running job every few seconds if it has changed, for other processes to show. Dispose it before the end of the job is stored.</summary>
internal sealed class ProgressKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    private readonly JobRecord _record;
    private readonly JobProgress _progress;
    private readonly PeriodicTimer _timer;
    private readonly Task _keeping;

    internal ProgressKeeper(JobRecord record, JobProgress progress, TimeProvider clock)
    {
        (_record, _progress, _timer) = (record, progress, new PeriodicTimer(Turn, clock));
        _keeping = KeepAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _keeping.ConfigureAwait(false);
    }

    private async Task KeepAsync()
    {
        while (await _timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            try
            {
                if (_progress.Current is var current && current != _record.Current.Progress)
                {
                    await _record.TryChangeAsync(job => job with { Progress = current }, CancellationToken.None).ConfigureAwait(false);
                }
            }
            catch (CatalogException)
            {
                // The work goes on without; the next turn tries again, and what cannot go on says so itself.
            }
        }
    }
}
