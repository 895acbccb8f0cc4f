using System.Threading.Channels;
using Catalog.Core.Errors;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Erasures;

/// <summary>Carries out erasures in the background, one after the other: those asked for here, and those whose process is gone.</summary>
internal sealed class ErasureRunner(ErasureMaker maker, IErasureStore store, TimeProvider clock, ILogger<ErasureRunner> logger) : BackgroundService
{
    /// <summary>Time between looks for what other processes left.</summary>
    internal static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Looks for what is to be done now.</summary>
    internal void Wake() => _asked.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                foreach (var erasure in await store.ListUnfinishedAsync(stoppingToken).ConfigureAwait(false))
                {
                    await MakeAsync(erasure, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (CatalogException exception)
            {
                Log.ErasuresNotDue(logger, exception);
            }

            using var woken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(_asked.Reader.ReadAsync(woken.Token).AsTask(), Task.Delay(Poll, clock, woken.Token)).ConfigureAwait(false);
            await woken.CancelAsync().ConfigureAwait(false);
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private async Task MakeAsync(Erasure erasure, CancellationToken stopping)
    {
        try
        {
            await maker.MakeAsync(erasure, stopping).ConfigureAwait(false);
        }
        catch (CatalogException exception) when (exception.Category == ErrorCategory.Conflict)
        {
            // Another process carries it out.
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // Its end could not be recorded; the others must go on whatever it was.
            Log.ErasureNotEnded(logger, erasure.Id, exception);
        }
    }
}
