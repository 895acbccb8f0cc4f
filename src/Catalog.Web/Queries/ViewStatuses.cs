using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using Ingestion.Pipelines;

namespace Catalog.Web.Queries;

/// <summary>How far the writers of the feature views are.</summary>
internal sealed class ViewStatuses(IFeatureRegistry registry, PipelineService pipelines, IMaterializationBarrier barrier)
{
    /// <summary>All views in force by name, also those whose writer has not begun.</summary>
    internal IReadOnlyList<ViewStatus> List()
    {
        var statuses = pipelines.Statuses.ToLookup(static status => status.View);
        return [.. registry.Views.Select(view => new ViewStatus(view, [.. statuses[view.Id]]))];
    }

    /// <summary>Waits until every event that is in the log now is in the stores of the view.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.FeatureViewNotFound"/>.</exception>
    internal async Task<ViewStatus> FlushAsync(string name, CancellationToken cancellationToken)
    {
        var view = registry.RequireView(name);
        await barrier.FlushAsync(view.Id, cancellationToken);
        return new ViewStatus(view, [.. pipelines.Statuses.Where(status => status.View == view.Id)]);
    }

    /// <summary>The view of that name.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.FeatureViewNotFound"/>.</exception>
    internal FeatureView Require(string name) => registry.RequireView(name);
}
