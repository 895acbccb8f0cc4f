using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;
using Ingestion.Pipelines;

namespace Catalog.Web.Queries;

/// <summary>How far the writers of the feature views are.</summary>
internal sealed class ViewStatuses(IFeatureRegistry registry, PipelineService pipelines, IMaterializationBarrier barrier, ServedVersions served)
{
    /// <summary>All views in force by name, also those whose writer has not begun.</summary>
    internal IReadOnlyList<ViewStatus> List()
    {
        var statuses = pipelines.Statuses.ToLookup(static status => status.View);
        return [.. registry.Views.Select(view => new ViewStatus(view, [.. statuses[view.Id]], AnsweringFor(view)))];
    }

    /// <summary>How far the writers of one view are.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.FeatureViewNotFound"/>.</exception>
    internal ViewStatus Get(string name)
    {
        var view = registry.RequireView(name);
        return new ViewStatus(view, [.. pipelines.Statuses.Where(status => status.View == view.Id)], AnsweringFor(view));
    }

    /// <summary>Waits until every event that is in the log now is in the stores of the view.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.FeatureViewNotFound"/>.</exception>
    internal async Task<ViewStatus> FlushAsync(string name, CancellationToken cancellationToken)
    {
        await barrier.FlushAsync(registry.RequireView(name).Id, cancellationToken);
        return Get(name);
    }

    /// <summary>The view of that name.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.FeatureViewNotFound"/>.</exception>
    internal FeatureView Require(string name) => registry.RequireView(name);

    private int AnsweringFor(FeatureView view)
        => served.Replacing.FirstOrDefault(earlier => earlier.Name == view.Name && earlier.Version < view.Version)?.Version ?? view.Version;
}
