using FeatureStore.Model;

namespace FeatureStore.Access;

/// <summary>The features of some services. A version that a reference names does not matter: a service has features by name.</summary>
internal sealed class GrantedFeatures
{
    private readonly HashSet<string> _views = new(StringComparer.Ordinal);
    private readonly HashSet<(string View, string Feature)> _features = [];

    /// <param name="services">The services; those that do not exist count for nothing.</param>
    internal GrantedFeatures(params IEnumerable<FeatureService?> services)
    {
        foreach (var projection in services.SelectMany(static service => service?.Projections ?? []))
        {
            if (projection.Features.Count == 0)
            {
                _views.Add(projection.View);
            }

            _features.UnionWith(projection.Features.Select(feature => (projection.View, feature)));
        }
    }

    internal bool Contain(string reference)
        => FeatureReference.TryParse(reference, out var named) && (_views.Contains(named.View) || _features.Contains((named.View, named.Feature)));
}
