using System.Collections.Concurrent;
using System.Threading.Channels;
using Catalog.Core.Errors;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Verifications;

/// <summary>Makes verifications in the background, one after the other. At its start it makes those again that the end of an earlier process cut off.</summary>
internal sealed class VerificationRunner(VerificationMaker maker, IVerificationStore store, ILogger<VerificationRunner> logger) : BackgroundService
{
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

    public override void Dispose()
    {
        base.Dispose();
        foreach (var id in _waiting.Keys)
        {
            Forget(id);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var cutOff in await store.ListUnfinishedAsync(stoppingToken).ConfigureAwait(false))
            {
                Enqueue(cutOff.Id);
            }
        }
        catch (CatalogException exception)
        {
            Log.VerificationNotDue(logger, exception);
        }

        await foreach (var id in _queue.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                if (await store.FindAsync(id, stoppingToken).ConfigureAwait(false) is { HasEnded: false } verification)
                {
                    await maker.MakeAsync(verification, _waiting[id].Token, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
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
