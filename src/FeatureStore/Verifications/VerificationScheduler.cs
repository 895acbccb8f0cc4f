using Catalog.Core.Sharing;
using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Verifications;

/// <summary>
/// Asks for verifications of what was logged since the last ones, from time to time, one for the log of each process. Where the last ones ended is recorded, so that it does not matter which
/// process asked for them.
/// </summary>
internal sealed class VerificationScheduler(
    VerificationService service, IVerificationStore store, LookupLogs logs, TimeProvider clock, IOptions<FeatureStoreOptions> options, ILogger<VerificationScheduler> logger) : IDuty
{
    /// <inheritdoc />
    public string Name => "verification";

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var interval = options.Value.Verification.Interval;
        if (interval <= TimeSpan.Zero)
        {
            return;
        }

        // The interval counts from the last turn, whoever took it; otherwise none would ever come where processes end before it is over.
        var now = Instant.Now(clock);
        var last = await store.FindScheduledAsync(log: null, cancellationToken).ConfigureAwait(false);
        var wait = last is null || last.CreatedAt > now ? interval : Max(last.CreatedAt + interval - now, TimeSpan.Zero);
        while (true)
        {
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
            await RunOnceAsync(cancellationToken).ConfigureAwait(false);
            wait = interval;
        }
    }

    /// <summary>Asks for one of each log to which anything new came, unless one waits or is made.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var log in await logs.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                var last = await store.FindScheduledAsync(log.Log, cancellationToken).ConfigureAwait(false);

                // A log that was begun anew, after its files were removed, counts from 0 again.
                var first = (last?.End ?? 0) is var end && end <= log.End ? end : log.First;
                if (log.End > first)
                {
                    await service.TryAddScheduledAsync(log.Log, first, last?.Id, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, the next turn tries again.
            Log.VerificationNotDue(logger, error);
        }
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
