using Catalog.Core.Text;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Catalog.Web.Queries;

internal static class FeatureRegistryExtensions
{
    /// <summary>The view of that name.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.FeatureViewNotFound"/>.</exception>
    internal static FeatureView RequireView(this IFeatureRegistry registry, string name) => registry.FindView(name)
        ?? throw new FeatureStoreException(FeatureStoreErrorCode.FeatureViewNotFound, $"There is no feature view '{name}'.{NearWord.Ask(name, registry.Views.Select(static view => view.Name))} /api/v1/views lists what there is.");
}
