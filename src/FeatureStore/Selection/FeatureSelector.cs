using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Selection;

/// <summary>Looks feature references and services up. Lookups and training sets ask here, so that the same words mean the same features.</summary>
internal sealed class FeatureSelector(IViewVersions served, bool fullNames)
{
    private static readonly Dictionary<string, string> SameKeys = [];

    private readonly IFeatureRegistry _registry = served.Registry;
    private readonly List<SelectedView> _views = [];
    private readonly List<SelectedFeature> _reads = [];
    private readonly List<SelectedColumn> _columns = [];
    private readonly List<NamedOnDemandView> _onDemand = [];
    private readonly List<FeatureStoreException> _errors = [];
    private readonly Dictionary<string, FeatureView?> _served = [];
    private FeatureService? _service;

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
            var unversioned = Unversioned(references);
            foreach (var reference in references)
            {
                AddReference(reference, unversioned);
            }
        }

        // What only on-demand features read comes last, so that it never changes what a view is called.
        var inputs = new OnDemandSelector(served, _views, _reads, _errors);
        var selection = new FeatureSelection(_views, _reads, [.. _onDemand.Select(inputs.Select)], inputs.Requests, _columns) { Service = _service };
        CheckNames(selection);
        return selection;
    }

    private void AddService(string name)
    {
        if (_registry.FindService(name) is not { } service)
        {
            _errors.Add(SelectionErrors.ServiceNotFound(name, _registry));
            return;
        }

        _service = service;
        foreach (var projection in service.Projections)
        {
            AddProjection(projection);
        }
    }

    private void AddProjection(FeatureProjection projection)
    {
        var label = projection.Alias ?? projection.View;
        if (served.Find(projection.View, projection.Features.Count > 0 ? projection.Features : null) is { } view)
        {
            var keys = view.Entities.Select(entity => projection.JoinKeyMap.GetValueOrDefault(entity.JoinKey, entity.JoinKey)).ToList();
            _views.Add(new SelectedView(view, label, keys));
            foreach (var feature in projection.Features.Count > 0 ? projection.Features : view.Features.Select(static feature => feature.Name))
            {
                AddFeature(_views.Count - 1, feature);
            }
        }
        else if (_registry.FindOnDemandView(projection.View) is { } onDemand)
        {
            _onDemand.Add(new NamedOnDemandView(onDemand, label, projection.JoinKeyMap, []));
            foreach (var feature in projection.Features.Count > 0 ? projection.Features : onDemand.Features.Select(static feature => feature.Name))
            {
                AddOnDemandFeature(_onDemand.Count - 1, feature);
            }
        }
        else
        {
            _errors.Add(SelectionErrors.ViewNotFound(projection.View, null, _registry));
        }
    }

    private void AddReference(string text, ILookup<string, string> unversioned)
    {
        if (!FeatureReference.TryParse(text, out var reference))
        {
            _errors.Add(SelectionErrors.InvalidReference(text));
        }
        else if (FindView(reference, unversioned) is { } view)
        {
            var label = LabelOf(reference);
            AddFeature(
                PlaceOf(_views, used => used.Label == label, () => new SelectedView(view, label, [.. view.Entities.Select(static entity => entity.JoinKey)])), reference.Feature);
        }
        else if (_registry.FindOnDemandView(reference.View, reference.Version) is { } onDemand)
        {
            var label = LabelOf(reference);
            AddOnDemandFeature(PlaceOf(_onDemand, used => used.Label == label, () => new NamedOnDemandView(onDemand, label, SameKeys, [])), reference.Feature);
        }
        else
        {
            _errors.Add(SelectionErrors.ViewNotFound(reference.View, reference.Version, _registry));
        }
    }

    // A version that is named is that one; else all features of the view that are asked for come from one.
    private FeatureView? FindView(FeatureReference reference, ILookup<string, string> unversioned)
    {
        if (reference.Version is { } version)
        {
            return _registry.FindView(reference.View, version);
        }

        if (!_served.TryGetValue(reference.View, out var view))
        {
            view = served.Find(reference.View, [.. unversioned[reference.View]]);
            _served.Add(reference.View, view);
        }

        return view;
    }

    /// <summary>The features asked for of each view whose version is not named.</summary>
    private static ILookup<string, string> Unversioned(IReadOnlyList<string> references) => references
        .Select(static text => FeatureReference.TryParse(text, out var reference) ? reference : default)
        .Where(static reference => reference is { View: not null, Version: null })
        .ToLookup(static reference => reference.View, static reference => reference.Feature);

    private static string LabelOf(FeatureReference reference) => reference.Version is { } version ? $"{reference.View}@v{version}" : reference.View;

    private static int PlaceOf<T>(List<T> used, Predicate<T> fits, Func<T> make)
    {
        var place = used.FindIndex(fits);
        if (place < 0)
        {
            place = used.Count;
            used.Add(make());
        }

        return place;
    }

    private void AddFeature(int view, string name)
    {
        var features = _views[view].View.Features;
        for (var place = 0; place < features.Count; place++)
        {
            if (features[place].Name == name)
            {
                _columns.Add(new SelectedColumn(NameOf(_views[view].Label, name), IsComputed: false, _reads.Count, place));
                _reads.Add(new SelectedFeature(view, place));
                return;
            }
        }

        _errors.Add(SelectionErrors.FeatureNotFound(name, _views[view].View.Name, features.Select(static feature => feature.Name)));
    }

    private void AddOnDemandFeature(int view, string name)
    {
        var named = _onDemand[view];
        var names = named.View.Features.Select(static feature => feature.Name).ToList();
        var place = names.IndexOf(name);
        if (place < 0)
        {
            _errors.Add(SelectionErrors.FeatureNotFound(name, named.View.Name, names));
            return;
        }

        named.Features.Add(place);
        _columns.Add(new SelectedColumn(NameOf(named.Label, name), IsComputed: true, view, place));
    }

    private string NameOf(string label, string feature) => fullNames ? $"{label}__{feature}" : feature;

    private void CheckNames(FeatureSelection selection)
    {
        foreach (var collision in _columns.GroupBy(static column => column.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            _errors.Add(SelectionErrors.Collision(collision.Key, [.. collision.Select(selection.LabelOf)], fullNames));
        }
    }
}
