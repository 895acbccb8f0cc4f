using Catalog.Core.Text;
using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>What is asked of definitions in many places.</summary>
public static class FeatureRegistryExtensions
{
    /// <summary>The view of that name, in its newest version.</summary>
    /// <param name="registry">The definitions.</param>
    /// <param name="name">The view.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.FeatureViewNotFound"/>.</exception>
    public static FeatureView RequireView(this IFeatureRegistry registry, string name) => registry.FindView(name)
        ?? throw new FeatureStoreException(FeatureStoreErrorCode.FeatureViewNotFound, $"There is no feature view '{name}'.{NearWord.Ask(name, registry.Views.Select(static view => view.Name))} /api/v1/views lists what there is.");
}
