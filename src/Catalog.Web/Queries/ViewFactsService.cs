using Catalog.Definitions;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Serving;

namespace Catalog.Web.Queries;

/// <summary>Tells what is in feature views: rows, keys, freshness, lookups. Thread-safe.</summary>
public sealed class ViewFactsService(
    DefinitionRegistry registry, FreshnessService freshness, IOfflineManifest manifest, IOnlineStore online, LookupLatencies latencies, EmptiedViews emptied)
{
    /// <summary>All views in force by name.</summary>
    public async Task<IReadOnlyDictionary<string, ViewFacts>> GetAllAsync(CancellationToken cancellationToken)
    {
        var totals = (await manifest.GetTotalsAsync(cancellationToken)).ToDictionary(static total => total.View);
        var fresh = await freshness.GetAllAsync(cancellationToken);
        var facts = new Dictionary<string, ViewFacts>(StringComparer.Ordinal);
        var isAway = false;
        foreach (var view in registry.Current.Views)
        {
            // A change of the definitions between the questions must not make a page fail.
            if (fresh.TryGetValue(view.Name, out var judged))
            {
                // A store that is away costs one wait, not one for each view.
                var keys = !view.Online ? 0 : isAway ? null : await CountAsync(view.Id, cancellationToken);
                isAway |= keys is null;
                var status = keys is { } count ? await emptied.JudgeAsync(view, judged, count, cancellationToken) : judged;
                facts[view.Name] = new ViewFacts(view, status, totals.GetValueOrDefault(view.Id)?.Rows ?? 0, keys, latencies.Summarize(view.Name));
            }
        }

        return facts;
    }

    private async ValueTask<long?> CountAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        try
        {
            return await online.CountAsync(view.ToString(), cancellationToken);
        }
        catch (FeatureStoreException error) when (error.ErrorCode == FeatureStoreErrorCode.OnlineStoreUnavailable)
        {
            return null;
        }
    }
}
