using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using FeatureStore.Proof;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Verifications;

/// <summary>Asks for a verification of what was logged since the last one, from time to time. Where the last one ended is recorded, so that it does not matter which process made it.</summary>
internal sealed class VerificationScheduler(
    VerificationService service,
    VerificationRunner runner,
    IVerificationStore store,
    ILookupLog log,
    LookupRecorder recorder,
    TimeProvider clock,
    IOptions<FeatureStoreOptions> options,
    ILogger<VerificationScheduler> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Value.Verification.Interval;
        if (interval <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await RunOnceAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for one if anything new was logged and none is being made.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
            var end = await store.GetScheduledEndAsync(cancellationToken).ConfigureAwait(false);
            var extent = await log.GetExtentAsync(cancellationToken).ConfigureAwait(false);

            // A log that was begun anew, after its files were removed, counts from 0 again.
            var first = end <= extent.End ? end : extent.First;
            if (!runner.IsBusy && extent.End > first)
            {
                await service.AddAsync(new VerificationRequest { First = first }, isScheduled: true, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, the next turn tries again; an exception that left here would stop the whole process.
            Log.VerificationNotDue(logger, error);
        }
    }
}
