using Catalog.Core.Errors;
using Catalog.Core.Sharing;
using FeatureStore.Diagnostics;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Compaction;

/// <summary>Compacts the files of all views from time to time, also those of older versions, which training sets may still name.</summary>
internal sealed class CompactionDuty(
    OfflineCompactor compactor, IFeatureRegistry registry, IOfflineManifest manifest, TimeProvider clock, IOptions<FeatureStoreOptions> options, ILogger<CompactionDuty> logger) : IDuty
{
    private readonly CompactionOptions _options = options.Value.Compaction;

    private readonly RepeatedFailures _failures = new(clock);

    // The number of the file set that nothing was left to do for.
    private readonly Dictionary<FeatureViewId, long> _done = [];

    /// <inheritdoc />
    public string Name => "compaction";

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _done.Clear();
        using var timer = new PeriodicTimer(_options.Interval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_options.Enabled)
            {
                await RunOnceAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Compacts what is due.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var total in await manifest.GetTotalsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (_done.GetValueOrDefault(total.View) != total.Number && registry.FindView(total.View.Name, total.View.Version) is { } view)
                {
                    await CompactAsync(view, total.Number, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, the next turn tries again; an exception that left here would stop the whole process.
            _failures.Tell(error, Name, () => Log.CompactionNotDue(logger, error));
        }
    }

    private async Task CompactAsync(FeatureView view, long number, CancellationToken cancellationToken)
    {
        try
        {
            if (await compactor.CompactAsync(view, cancellationToken).ConfigureAwait(false) == 0)
            {
                _done[view.Id] = number;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _failures.Tell(error, view.Id.ToString(), () => Log.CompactionFailed(logger, view.Id.ToString(), error));
        }
    }
}
