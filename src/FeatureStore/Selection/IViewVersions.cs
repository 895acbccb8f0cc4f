using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Selection;

/// <summary>Which definitions a selection is made from.</summary>
internal interface IViewVersions
{
    /// <summary>The definitions.</summary>
    IFeatureRegistry Registry { get; }

    /// <summary>The version of a view that answers.</summary>
    /// <param name="name">The view.</param>
    /// <param name="features">The features asked for; null for all.</param>
    /// <returns>Null when there is no such view.</returns>
    FeatureView? Find(string name, IReadOnlyCollection<string>? features = null);
}
