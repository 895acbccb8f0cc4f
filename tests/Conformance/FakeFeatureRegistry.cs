using FeatureStore.Model;
using FeatureStore.Ports;

namespace Conformance;

/// <summary>A registry that holds what the test puts into it.</summary>
public sealed class FakeFeatureRegistry(params FeatureView[] views) : IFeatureRegistry
{
    private readonly List<FeatureView> _views = [.. views];
    private readonly List<FeatureView> _removed = [];
    private readonly List<OnDemandFeatureView> _onDemand = [];
    private readonly List<FeatureService> _services = [];

    public IReadOnlyList<FeatureView> Views => [.. _views.GroupBy(static view => view.Name).Select(static group => group.MaxBy(static view => view.Version)!)];

    public IReadOnlyList<OnDemandFeatureView> OnDemandViews => [.. _onDemand.GroupBy(static view => view.Name).Select(static group => group.MaxBy(static view => view.Version)!)];

    public IReadOnlyList<FeatureService> Services => _services;

    public IReadOnlyList<Entity> Entities => [.. _views.SelectMany(static view => view.Entities).DistinctBy(static entity => entity.Name)];

    public long Stamp { get; private set; }

    public FeatureView? FindView(string name, int? version = null)
        => (version is null ? _views : _views.Concat(_removed)).Where(view => view.Name == name && (version is null || view.Version == version)).MaxBy(static view => view.Version);

    public OnDemandFeatureView? FindOnDemandView(string name, int? version = null)
        => _onDemand.Where(view => view.Name == name && (version is null || view.Version == version)).MaxBy(static view => view.Version);

    public FeatureService? FindService(string name) => _services.Find(service => service.Name == name);

    /// <summary>Puts a view in force in the place of the same version.</summary>
    public void Apply(FeatureView view)
    {
        _views.RemoveAll(old => old.Id == view.Id);
        _views.Add(view);
        Stamp++;
    }

    /// <summary>Puts an on-demand view in force in the place of the same version.</summary>
    public void Apply(OnDemandFeatureView view)
    {
        _onDemand.RemoveAll(old => old.Id == view.Id);
        _onDemand.Add(view);
        Stamp++;
    }

    /// <summary>Takes all versions of a view out of force; they are still found by their numbers.</summary>
    public void Remove(string view)
    {
        _removed.AddRange(_views.Where(old => old.Name == view));
        _views.RemoveAll(old => old.Name == view);
        Stamp++;
    }

    /// <summary>Puts a service in force.</summary>
    public void Apply(string service, params FeatureProjection[] projections)
    {
        _services.RemoveAll(old => old.Name == service);
        _services.Add(new FeatureService { Name = service, Domain = "d", Owner = "o", Projections = projections });
        Stamp++;
    }
}
