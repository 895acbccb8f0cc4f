using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.Statistics;

/// <summary>Computes and finds the statistics of views. Thread-safe; one computation at a time, so that the memory stays bounded.</summary>
public sealed class StatisticsService : IDisposable
{
    private readonly IOnlineStore _online;
    private readonly IOfflineManifest _manifest;
    private readonly IStatisticsStore _store;
    private readonly TimeProvider _clock;
    private readonly StatisticsOptions _options;
    private readonly SemaphoreSlim _computing = new(1);

    internal StatisticsService(
        IOnlineStore online, IOfflineManifest manifest, IStatisticsStore store, TimeProvider clock, IOptions<FeatureStoreOptions> options)
        => (_online, _manifest, _store, _clock, _options) = (online, manifest, store, clock, options.Value.Statistics);

    /// <summary>
    /// Reads everything that the view serves at this moment, one row at a time, and keeps the result. Takes some seconds for a million keys and ten features. A view
    /// that is not kept online has no key.
    /// </summary>
    /// <exception cref="FeatureStoreException">The online store failed.</exception>
    public async Task<ViewStatistics> ComputeAsync(FeatureView view, CancellationToken cancellationToken)
    {
        await _computing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Before the rows: what is written meanwhile makes the result out of date, not too new.
            var snapshot = (await _manifest.GetSnapshotAsync(view.Id, cancellationToken).ConfigureAwait(false)).Number;
            var (at, start) = (Instant.Now(_clock), _clock.GetTimestamp());
            var collected = new ViewAccumulator(view, _options.ExactValues);
            if (view.Online)
            {
                await new ServedScan(_online, view, at).RunAsync(collected, cancellationToken).ConfigureAwait(false);
            }

            var statistics = collected.Build(at, _clock.GetElapsedTime(start), snapshot);
            await _store.SaveAsync(statistics, cancellationToken).ConfigureAwait(false);
            await _store.DeleteBeforeAsync(statistics.Day.AddDays(-(int)_options.Retention.TotalDays), cancellationToken).ConfigureAwait(false);
            return statistics;
        }
        finally
        {
            _computing.Release();
        }
    }

    /// <summary>The newest statistics of this version; null when there are none yet.</summary>
    public async Task<ViewStatistics?> FindLatestAsync(FeatureViewId view, CancellationToken cancellationToken)
        => await _store.FindLatestAsync(view.Name, cancellationToken).ConfigureAwait(false) is { } latest && latest.View == view ? latest : null;

    /// <summary>For each view its newest day, by view name; of whatever version.</summary>
    public async Task<IReadOnlyDictionary<string, StatisticsDay>> ListLatestAsync(CancellationToken cancellationToken)
        => (await _store.ListLatestAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(static day => day.View.Name);

    /// <summary>The last UTC days up to today, oldest first; days without statistics are left out. Versions follow each other.</summary>
    public Task<IReadOnlyList<StatisticsDay>> GetHistoryAsync(string view, int days, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        return _store.GetHistoryAsync(view, today.AddDays(1 - days), today, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _computing.Dispose();
}
