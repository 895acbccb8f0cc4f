using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Statistics;

namespace Catalog.Web.Queries;

/// <summary>Finds out whether the online store lost the rows of a view, although it answers as if nothing were wrong. Thread-safe.</summary>
public sealed class EmptiedViews(IOfflineManifest manifest, IOneSidedKeys oneSided, StatisticsService statistics)
{
    /// <summary>The freshness of a view, or what is worse: that the store holds none of its rows.</summary>
    /// <param name="view">The view.</param>
    /// <param name="freshness">How fresh it is by its newest event and its writer.</param>
    /// <param name="keys">Keys that the store holds rows of; more than none need not be counted.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public async Task<ViewFreshness> JudgeAsync(FeatureView view, ViewFreshness freshness, long keys, CancellationToken cancellationToken)
        => view.Online && keys == 0 && freshness.IsWritten && await HadRowsAsync(view, cancellationToken) ? freshness.Emptied() : freshness;

    // Asked for only where there is no row, which is rare.
    private async Task<bool> HadRowsAsync(FeatureView view, CancellationToken cancellationToken)
    {
        var history = await statistics.GetHistoryAsync(view.Name, HistorySeries.Days, cancellationToken);
        if (history.Any(day => day.View == view.Id && day.Keys > 0))
        {
            return true;
        }

        // A push may have meant its rows for the offline store alone.
        var totals = await manifest.GetTotalsAsync(cancellationToken);
        return totals.Any(total => total.View == view.Id && total.Rows > 0) && (await oneSided.ListAsync(view.Id, cancellationToken)).Count == 0;
    }
}
