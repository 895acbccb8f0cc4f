using System.Collections.Concurrent;
using System.Threading.Channels;
using Catalog.Core.Errors;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Verifications;

/// <summary>
/// Makes verifications of the log of this process in the background, one after the other: those asked for here, those that another process scheduled, and those that the end of an earlier process
/// cut off.
/// </summary>
internal sealed class VerificationRunner(VerificationMaker maker, IVerificationStore store, LookupLogs logs, TimeProvider clock, ILogger<VerificationRunner> logger) : BackgroundService
{
    /// <summary>Time between looks for what others ask of the log.</summary>
    internal static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly Channel<Guid> _queue = Channel.CreateUnbounded<Guid>();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _waiting = new();

    /// <summary>Makes it when its turn comes.</summary>
    internal void Enqueue(Guid id)
    {
        var cancellation = new CancellationTokenSource();
        if (_waiting.TryAdd(id, cancellation))
        {
            _queue.Writer.TryWrite(id);
        }
        else
        {
            cancellation.Dispose();
        }
    }

    /// <summary>Whether any waits or is being made.</summary>
    internal bool IsBusy => !_waiting.IsEmpty;

    /// <summary>Stops one that waits or is being made here.</summary>
    internal async Task<bool> TryCancelAsync(Guid id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_waiting.TryGetValue(id, out var cancellation))
        {
            return false;
        }

        try
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false; // It ended meanwhile.
        }
    }

    /// <summary>Ends one that nobody makes as cancelled.</summary>
    internal Task AbortAsync(Verification verification, CancellationToken cancellationToken)
        => maker.MakeAsync(verification, cancelled: new CancellationToken(canceled: true), cancellationToken);

    public override void Dispose()
    {
        base.Dispose();
        foreach (var id in _waiting.Keys)
        {
            Forget(id);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(WatchAsync(stoppingToken), WorkAsync(stoppingToken));

    /// <summary>Tells what the log holds, and takes what others ask of it.</summary>
    private async Task WatchAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Poll, clock);
        do
        {
            try
            {
                await logs.TellAsync(stopping).ConfigureAwait(false);
                foreach (var waiting in (await store.ListUnfinishedAsync(stopping).ConfigureAwait(false)).Where(waiting => waiting.Log is null || waiting.Log == logs.Mine))
                {
                    Enqueue(waiting.Id);
                }
            }
            catch (CatalogException exception)
            {
                Log.VerificationNotDue(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        await foreach (var id in _queue.Reader.ReadAllAsync(stopping).ConfigureAwait(false))
        {
            try
            {
                if (await store.FindAsync(id, stopping).ConfigureAwait(false) is { HasEnded: false } verification)
                {
                    await maker.MakeAsync(verification, _waiting[id].Token, stopping).ConfigureAwait(false);
                }
            }
            catch (CatalogException exception) when (exception.Category == ErrorCategory.Conflict)
            {
                Log.RunElsewhere(logger, id, exception.Message);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // Its end could not be recorded; the others must go on whatever it was.
                Log.VerificationNotEnded(logger, id, exception);
            }
            finally
            {
                Forget(id);
            }
        }
    }

    private void Forget(Guid id)
    {
        if (_waiting.TryRemove(id, out var cancellation))
        {
            cancellation.Dispose();
        }
    }
}
