using Catalog.Core.Errors;
using Catalog.Core.Sharing;
using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Statistics;

/// <summary>
/// Keeps the statistics of all views up to date. What has changed is told by the manifest and what is known by the statistics themselves, so that it does not matter which
/// process writes the views and which was here before.
/// </summary>
internal sealed class StatisticsScheduler(
    IFeatureRegistry registry,
    IOfflineManifest manifest,
    StatisticsService statistics,
    TimeProvider clock,
    IOptions<FeatureStoreOptions> options,
    ILogger<StatisticsScheduler> logger) : IDuty
{
    internal static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly StatisticsOptions _options = options.Value.Statistics;
    private readonly Dictionary<FeatureViewId, Computed> _computed = [];
    private readonly RepeatedFailures _failures = new(clock);

    /// <inheritdoc />
    public string Name => "statistics";

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _computed.Clear(); // Another process may have computed since.
        using var timer = new PeriodicTimer(Poll, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            await RunOnceAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Computes what is due.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var totals = (await manifest.GetTotalsAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(static total => total.View);
            foreach (var view in registry.Views.Where(static view => view.Online))
            {
                if (totals.TryGetValue(view.Id, out var total) && await IsDueAsync(view.Id, total.Number, cancellationToken).ConfigureAwait(false))
                {
                    await ComputeAsync(view, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, the next turn tries again; an exception that left here would stop the whole process.
            if (_failures.Count(error, "due") is { IsNew: true } or { Repeats: > 0 })
            {
                Log.StatisticsNotDue(logger, error);
            }
        }
    }

    private async Task<bool> IsDueAsync(FeatureViewId view, long snapshot, CancellationToken cancellationToken)
    {
        if (!_computed.TryGetValue(view, out var last))
        {
            if (await statistics.FindLatestAsync(view, cancellationToken).ConfigureAwait(false) is not { } known)
            {
                return true;
            }

            _computed[view] = last = Computed.Of(known);
        }

        var now = Instant.Now(clock);
        if (DateOnly.FromDateTime(now.ToDateTime()) != last.Day)
        {
            return true;
        }

        var rest = TimeSpan.FromTicks(Math.Max(_options.MinInterval.Ticks, last.Took.Ticks * 20));
        return now - last.At >= (snapshot == last.Snapshot ? Max(_options.MaxInterval, rest) : rest);
    }

    private async Task ComputeAsync(FeatureView view, CancellationToken cancellationToken)
    {
        var now = Instant.Now(clock);
        try
        {
            _computed[view.Id] = Computed.Of(await statistics.ComputeAsync(view, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Counts as computed, so that a view that cannot be read is tried again after the interval and not at once.
            _computed[view.Id] = new Computed(now, DateOnly.FromDateTime(now.ToDateTime()), TimeSpan.Zero, Snapshot: -1);
            var name = view.Id.ToString();
            _failures.Tell(error, name, () => Log.StatisticsFailed(logger, name, error), times => Log.StatisticsStillFailing(logger, times, name, error.Message));
        }
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private readonly record struct Computed(Instant At, DateOnly Day, TimeSpan Took, long Snapshot)
    {
        internal static Computed Of(ViewStatistics statistics) => new(statistics.At, statistics.Day, statistics.Took, statistics.Snapshot);
    }
}
