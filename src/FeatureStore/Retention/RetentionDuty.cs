using Catalog.Core.Errors;
using Catalog.Core.Sharing;
using FeatureStore.Diagnostics;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Retention;

/// <summary>Removes from time to time what is older than is kept, of all views, also of older versions.</summary>
internal sealed class RetentionDuty(
    OfflineRetention retention, IFeatureRegistry registry, IOfflineManifest manifest, TimeProvider clock, IOptions<FeatureStoreOptions> options, ILogger<RetentionDuty> logger) : IDuty
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly RepeatedFailures _failures = new(clock);

    /// <inheritdoc />
    public string Name => "retention";

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            if (options.Value.Offline.Retention > TimeSpan.Zero)
            {
                await RunOnceAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Removes what is due.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var total in await manifest.GetTotalsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (total.Rows > 0 && registry.FindView(total.View.Name, total.View.Version) is { } view)
                {
                    await ApplyAsync(view, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, the next turn tries again; an exception that left here would stop the whole process.
            _failures.Tell(error, Name, () => Log.RetentionNotDue(logger, error));
        }
    }

    private async Task ApplyAsync(FeatureView view, CancellationToken cancellationToken)
    {
        try
        {
            await retention.ApplyAsync(view, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _failures.Tell(error, view.Id.ToString(), () => Log.RetentionFailed(logger, view.Id.ToString(), error));
        }
    }
}
