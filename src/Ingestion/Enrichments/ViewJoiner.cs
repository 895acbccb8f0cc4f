using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Selection;
using FeatureStore.StreamJoins;
using Ingestion.Model;
using Ingestion.Pipelines;

namespace Ingestion.Enrichments;

/// <summary>
/// Joins events with a view, by the version of it that answers lookups. Nothing is joined before the view holds everything that had arrived when the events did, so with a given version the outcome follows from
/// the logs alone. Thread-safe.
/// </summary>
internal sealed class ViewJoiner(ServedVersions versions, StreamJoin join, SettledSources settled, IViewProgress progress)
{
    /// <summary>The version of the view that answers.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidRequest"/>: there is no such view.</exception>
    internal async Task<FeatureView> FindViewAsync(Enrichment enrichment, CancellationToken cancellationToken)
    {
        await versions.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return versions.Find(enrichment.View, [.. enrichment.Features.Select(static feature => feature.Feature)]) ?? throw new IngestionException(
            IngestionErrorCode.InvalidRequest, $"Events are enriched from the feature view '{enrichment.View}', which does not exist. Apply it, or take it out of 'enrich' of the source.");
    }

    /// <summary>Answers questions.</summary>
    /// <param name="view">The view.</param>
    /// <param name="enrichment">What is taken out of it.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="arrival">When the last of the events arrived.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>For each question the values of the features; null where no row answers.</returns>
    internal async Task<Value[]?[]> FindAsync(FeatureView view, Enrichment enrichment, IReadOnlyList<StreamQuestion> questions, Instant arrival, CancellationToken cancellationToken)
    {
        var ends = await settled.SettleAsync(view.Source, arrival, cancellationToken).ConfigureAwait(false);
        await progress.WaitAsync(view.Id, ends, isDurable: false, cancellationToken).ConfigureAwait(false);
        return await join.FindAsync(
            view,
            [.. enrichment.Features.Select(static feature => feature.Feature)],
            questions,
            token => progress.WaitAsync(view.Id, ends, isDurable: true, token),
            cancellationToken).ConfigureAwait(false);
    }
}
