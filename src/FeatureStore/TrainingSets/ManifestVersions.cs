using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;

namespace FeatureStore.TrainingSets;

/// <summary>
/// The definitions as they were when a training set was made: the versions that its manifest names, with what does not count for a version taken from the manifest. So a rebuild selects by the same
/// words what was selected then.
/// </summary>
internal sealed class ManifestVersions(TrainingSetManifest manifest, IFeatureRegistry registry) : IViewVersions, IFeatureRegistry
{
    public IFeatureRegistry Registry => this;

    public IReadOnlyList<FeatureView> Views => [.. Names.Select(name => Find(name)).OfType<FeatureView>()];

    public IReadOnlyList<OnDemandFeatureView> OnDemandViews => [.. manifest.OnDemandViews.Select(view => FindOnDemandView(view.View)).OfType<OnDemandFeatureView>()];

    public IReadOnlyList<FeatureService> Services => manifest.FeatureService is { } service && FindService(service.Name) is { } found ? [found] : [];

    public IReadOnlyList<Entity> Entities => registry.Entities;

    public long Stamp => 0;

    private IEnumerable<string> Names => VersionsRead.Select(static source => source.View).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private IEnumerable<ManifestSource> VersionsRead
        => manifest.Views.Select(static view => new ManifestSource(view.View, view.Version)).Concat(manifest.OnDemandViews.SelectMany(static view => view.Sources)).Concat(manifest.Range?.Views ?? []);

    /// <summary>Two versions of one view were read where the newer one was still being computed: then the earlier one answered for what it has.</summary>
    public FeatureView? Find(string name, IReadOnlyCollection<string>? features = null)
    {
        var versions = VersionsRead.Where(source => source.View == name).Select(static source => source.Version).Distinct().Order()
            .Select(version => FindView(name, version)).OfType<FeatureView>().ToList();
        return features is null
            ? versions.LastOrDefault()
            : versions.Find(view => features.All(feature => view.Features.Any(has => has.Name == feature))) ?? versions.LastOrDefault();
    }

    public FeatureView? FindView(string name, int? version = null)
    {
        if (version is not { } wanted)
        {
            return Find(name);
        }

        var view = registry.FindView(name, wanted);
        return view is not null && manifest.Views.FirstOrDefault(used => used.View == name && used.Version == wanted) is { } was
            ? view with { Ttl = was.Ttl, StrictBefore = was.StrictBefore, NullPolicy = was.NullPolicy }
            : view;
    }

    public OnDemandFeatureView? FindOnDemandView(string name, int? version = null)
        => (version ?? manifest.OnDemandViews.FirstOrDefault(view => view.View == name)?.Version) is { } wanted ? registry.FindOnDemandView(name, wanted) : null;

    public FeatureService? FindService(string name) => manifest.FeatureService is { } service && service.Name == name
        ? new FeatureService { Name = name, Domain = string.Empty, Owner = string.Empty, Projections = service.Projections }
        : null;
}
