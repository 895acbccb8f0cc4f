using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Selection;

/// <summary>Looks feature references and services up. Lookups and training sets ask here, so that the same words mean the same features.</summary>
internal sealed class FeatureSelector(IFeatureRegistry registry, bool fullNames)
{
    private readonly List<SelectedView> _views = [];
    private readonly List<SelectedFeature> _columns = [];
    private readonly List<FeatureStoreException> _errors = [];

    /// <summary>Everything wrong with the request, in its order.</summary>
    internal IReadOnlyList<FeatureStoreException> Errors => _errors;

    /// <summary>Selects by service, or by references when <paramref name="service"/> is null. Meaningful only while <see cref="Errors"/> is empty.</summary>
    internal FeatureSelection Select(IReadOnlyList<string> references, string? service)
    {
        if (service is not null)
        {
            AddService(service);
        }
        else if (references.Count == 0)
        {
            _errors.Add(new(
                FeatureStoreErrorCode.InvalidRequest, "No features specified for retrieval: give 'features' as 'view:feature', or the name of a 'feature_service'."));
        }
        else
        {
            foreach (var reference in references)
            {
                AddReference(reference);
            }
        }

        CheckNames();
        return new FeatureSelection(_views, _columns);
    }

    private void AddService(string name)
    {
        if (registry.FindService(name) is not { } service)
        {
            _errors.Add(SelectionErrors.ServiceNotFound(name, registry));
            return;
        }

        foreach (var projection in service.Projections)
        {
            AddProjection(projection);
        }
    }

    private void AddProjection(FeatureProjection projection)
    {
        if (registry.FindView(projection.View) is not { } view)
        {
            _errors.Add(SelectionErrors.ViewNotFound(projection.View, null, registry));
            return;
        }

        var keys = view.Entities.Select(entity => projection.JoinKeyMap.GetValueOrDefault(entity.JoinKey, entity.JoinKey)).ToList();
        _views.Add(new SelectedView(view, projection.Alias ?? view.Name, keys));
        foreach (var feature in projection.Features.Count > 0 ? projection.Features : view.Features.Select(static feature => feature.Name))
        {
            AddFeature(_views.Count - 1, feature);
        }
    }

    private void AddReference(string text)
    {
        if (!FeatureReference.TryParse(text, out var reference))
        {
            _errors.Add(SelectionErrors.InvalidReference(text));
            return;
        }

        if (registry.FindView(reference.View, reference.Version) is not { } view)
        {
            _errors.Add(SelectionErrors.ViewNotFound(reference.View, reference.Version, registry));
            return;
        }

        var label = reference.Version is { } version ? $"{view.Name}@v{version}" : view.Name;
        var place = _views.FindIndex(used => used.Label == label);
        if (place < 0)
        {
            place = _views.Count;
            _views.Add(new SelectedView(view, label, [.. view.Entities.Select(static entity => entity.JoinKey)]));
        }

        AddFeature(place, reference.Feature);
    }

    private void AddFeature(int view, string name)
    {
        var features = _views[view].View.Features;
        for (var place = 0; place < features.Count; place++)
        {
            if (features[place].Name == name)
            {
                _columns.Add(new SelectedFeature(view, place, fullNames ? $"{_views[view].Label}__{name}" : name));
                return;
            }
        }

        _errors.Add(SelectionErrors.FeatureNotFound(name, _views[view].View));
    }

    private void CheckNames()
    {
        foreach (var collision in _columns.GroupBy(static column => column.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            _errors.Add(SelectionErrors.Collision(collision.Key, [.. collision.Select(column => _views[column.View].Label)], fullNames));
        }
    }
}
