using System.Collections.Concurrent;
using System.Threading.Channels;
using Catalog.Core.Errors;
using Catalog.Core.Sharing;
using FeatureStore.Diagnostics;
using FeatureStore.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.TrainingSets;

/// <summary>
/// Builds training sets in the background, some at once and the others in the order asked. At its start it goes on with those that the end of an earlier process
/// cut off, and clears away what a crash left.
/// </summary>
internal sealed class TrainingSetRunner(
    TrainingSetBuilder builder, TrainingSetShelf shelf, IRunClaims claims, IOptions<FeatureStoreOptions> options, ILogger<TrainingSetRunner> logger) : BackgroundService
{
    /// <summary>Another process may be about to record a training set whose frame it has just received.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(1);

    private static readonly TimeSpan ClearInterval = TimeSpan.FromSeconds(30);

    private static readonly int TicksBetweenOrphans = (int)(OrphanAge / ClearInterval);

    private readonly Channel<Guid> _queue = Channel.CreateUnbounded<Guid>();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _waiting = new();

    /// <summary>Builds it when its turn comes.</summary>
    internal void Enqueue(Guid id)
    {
        if (_waiting.TryAdd(id, new CancellationTokenSource()))
        {
            _queue.Writer.TryWrite(id);
        }
    }

    /// <summary>Stops one, wherever it is being built.</summary>
    /// <param name="set">The record, not ended.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task CancelAsync(TrainingSet set, CancellationToken cancellationToken)
    {
        if (!await TryCancelAsync(set.Id).ConfigureAwait(false) && !await claims.AskToCancelAsync(set.Id, cancellationToken).ConfigureAwait(false))
        {
            // Nobody builds it: it waits in another process, or its process ended.
            await builder.BuildAsync(set, cancelled: new CancellationToken(canceled: true), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops one whose record is gone.</summary>
    /// <returns>Whether this process had it, and lets go of its files when it has stopped.</returns>
    internal async Task<bool> StopRemovedAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await TryCancelAsync(id).ConfigureAwait(false))
        {
            return true;
        }

        await claims.AskToCancelAsync(id, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Stops one that waits or is being built here; false when this process has no such one.</summary>
    private async Task<bool> TryCancelAsync(Guid id)
    {
        if (!_waiting.TryGetValue(id, out var cancellation))
        {
            return false;
        }

        await cancellation.CancelAsync().ConfigureAwait(false);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var id in await shelf.ListCutOffAsync(stoppingToken).ConfigureAwait(false))
            {
                Enqueue(id);
            }

            await shelf.ClearOrphansAsync(OrphanAge, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CatalogException or IOException)
        {
            Log.TrainingSetsNotResumed(logger, exception);
        }

        await Task.WhenAll(Enumerable.Range(0, options.Value.TrainingSets.MaxConcurrent).Select(_ => WorkAsync(stoppingToken)).Append(ClearAsync(stoppingToken))).ConfigureAwait(false);
    }

    /// <summary>Lets go of those that are not kept, again and again, and now and then of what a crash left that was too young at the start.</summary>
    private async Task ClearAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(ClearInterval);
        for (var tick = 1; ; tick++)
        {
            try
            {
                await shelf.ClearExpiredAsync(stopping).ConfigureAwait(false);
                if (tick % TicksBetweenOrphans == 0)
                {
                    await shelf.ClearOrphansAsync(OrphanAge, stopping).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (exception is CatalogException or IOException)
            {
                Log.TrainingSetsNotCleared(logger, exception);
            }

            await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false); // Throws when the process ends; otherwise there is always a next one.
        }
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        await foreach (var id in _queue.Reader.ReadAllAsync(stopping).ConfigureAwait(false))
        {
            try
            {
                await BuildAsync(id, _waiting[id].Token, stopping).ConfigureAwait(false);
            }
            catch (CatalogException exception) when (exception.Category == ErrorCategory.Conflict)
            {
                Log.RunElsewhere(logger, id, exception.Message);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // Its end could not be recorded; it is built again at the next start. The others must go on whatever it was.
                Log.TrainingSetNotEnded(logger, id, exception);
            }
            finally
            {
                _waiting.TryRemove(id, out _);
            }
        }
    }

    private async Task BuildAsync(Guid id, CancellationToken cancelled, CancellationToken stopping)
    {
        switch (await shelf.FindAsync(id, stopping).ConfigureAwait(false))
        {
            case null:
                shelf.Clear(id);
                break;
            case { HasEnded: false } set:
                await builder.BuildAsync(set, cancelled, stopping).ConfigureAwait(false);
                break;
            case { State: TrainingSetState.Cancelled }:
                shelf.Clear(id); // Another process ended it while it waited here.
                break;
            default:
                break;
        }
    }
}
