using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>
/// The feature definitions in force. Answers come from memory and never block; one call sees one applied state.
/// Thread-safe.
/// </summary>
public interface IFeatureRegistry
{
    /// <summary>The newest version of each view, ordered by name.</summary>
    IReadOnlyList<FeatureView> Views { get; }

    /// <summary>The newest version of each on-demand view, ordered by name.</summary>
    IReadOnlyList<OnDemandFeatureView> OnDemandViews { get; }

    /// <summary>All services, ordered by name.</summary>
    IReadOnlyList<FeatureService> Services { get; }

    /// <summary>All entities, ordered by name.</summary>
    IReadOnlyList<Entity> Entities { get; }

    /// <summary>The view of that name, newest version when <paramref name="version"/> is null; null when there is none.</summary>
    FeatureView? FindView(string name, int? version = null);

    /// <summary>The on-demand view of that name, newest version when <paramref name="version"/> is null; null when there is none.</summary>
    OnDemandFeatureView? FindOnDemandView(string name, int? version = null);

    /// <summary>The service of that name; null when there is none.</summary>
    FeatureService? FindService(string name);

    /// <summary>Counts applied changes. A lookup plan compiled at one stamp is valid as long as the stamp is the same.</summary>
    long Stamp { get; }
}
