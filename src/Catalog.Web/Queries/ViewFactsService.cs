using Catalog.Definitions;
using FeatureStore.Ports;
using FeatureStore.Serving;

namespace Catalog.Web.Queries;

/// <summary>Tells what is in feature views: rows, keys, freshness, lookups. Thread-safe.</summary>
public sealed class ViewFactsService(
    DefinitionRegistry registry, FreshnessService freshness, IOfflineManifest manifest, KeyNumbers online, LookupLatencies latencies, EmptiedViews emptied)
{
    /// <summary>All views in force by name.</summary>
    public async Task<IReadOnlyDictionary<string, ViewFacts>> GetAllAsync(CancellationToken cancellationToken)
    {
        var totals = (await manifest.GetTotalsAsync(cancellationToken)).ToDictionary(static total => total.View);
        var fresh = await freshness.GetAllAsync(cancellationToken);
        var facts = new Dictionary<string, ViewFacts>(StringComparer.Ordinal);
        var views = registry.Current.Views;
        var counts = await online.CountAsync(views.Where(static view => view.Online).Select(static view => view.Id), cancellationToken);
        foreach (var view in views)
        {
            // A change of the definitions between the questions must not make a page fail.
            if (fresh.TryGetValue(view.Name, out var judged))
            {
                var keys = view.Online ? counts[view.Id.ToString()] : 0;
                var status = keys is { } count ? await emptied.JudgeAsync(view, judged, count, cancellationToken) : judged;
                facts[view.Name] = new ViewFacts(view, status, totals.GetValueOrDefault(view.Id)?.Rows ?? 0, keys, latencies.Summarize(view.Name));
            }
        }

        return facts;
    }
}
