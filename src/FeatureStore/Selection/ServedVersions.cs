using Catalog.Core.Errors;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Selection;

/// <summary>
/// Which version of a feature view answers lookups and training sets: the newest, but while that is computed for the first time the last one that was. A new version is filled from the stored
/// events beside the earlier one, whose writer goes on meanwhile, so readers see whole values of the one and then of the other. A request that names a feature which the earlier version does
/// not have is answered by the newest, as far as it is. Thread-safe.
/// </summary>
public sealed class ServedVersions(IFeatureRegistry registry, IComputedVersions computed, TimeProvider clock) : IViewVersions
{
    // While a version is being computed, another process may say at any time that it is.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task? _loading;
    private volatile State _state = new(-1, 0, default, [], []);

    /// <summary>The definitions in force.</summary>
    public IFeatureRegistry Registry => registry;

    /// <summary>Changes whenever another version answers, or a definition changes.</summary>
    public ServedStamp Stamp => new(registry.Stamp, _state.Number);

    /// <summary>The earlier versions that still answer, each in the place of the newest. As of the last <see cref="RefreshAsync"/>.</summary>
    public IReadOnlyCollection<FeatureView> Replacing => _state.Replacing.Values;

    /// <summary>The newest versions that have not been computed yet. As of the last <see cref="RefreshAsync"/>.</summary>
    public IReadOnlyList<FeatureView> Uncomputed => _state.Uncomputed;

    /// <summary>The version that answers for a view.</summary>
    /// <param name="name">The view.</param>
    /// <param name="features">The features asked for; null for those that the newest version has.</param>
    /// <returns>Null when there is no such view.</returns>
    public FeatureView? Find(string name, IReadOnlyCollection<string>? features = null)
        => registry.FindView(name) is not { } newest ? null
            : _state.Replacing.TryGetValue(name, out var earlier) && earlier.Version < newest.Version && HasAll(earlier, newest, features) ? earlier
            : newest;

    /// <summary>Looks again which versions are computed, where that can have changed. Cheap otherwise.</summary>
    /// <exception cref="CatalogException">The catalogue cannot be asked and never was.</exception>
    public ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var state = _state;
        return state.Definitions == registry.Stamp && (state.Replacing.Count == 0 || (clock.GetUtcNow() - state.At).Duration() < Patience)
            ? default
            : new ValueTask(LoadAsync().WaitAsync(cancellationToken));
    }

    /// <summary>Records that a version is computed, so that it answers from now on.</summary>
    /// <exception cref="CatalogException">The catalogue cannot be written; the earlier version goes on answering.</exception>
    public async Task MarkAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        await computed.MarkAsync(view, Instant.Now(clock), cancellationToken).ConfigureAwait(false);

        // Two loads: one that runs already may have asked before the mark was there.
        await LoadAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        await LoadAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    // All who ask at one time wait for one answer.
    private Task LoadAsync()
    {
        lock (_gate)
        {
            return _loading is { IsCompleted: false } running ? running : _loading = LoadOnceAsync();
        }
    }

    private async Task LoadOnceAsync()
    {
        // Read before the definitions: what is found may be newer than its stamp and is then looked up once more.
        var (stamp, at, before) = (registry.Stamp, clock.GetUtcNow(), _state);
        try
        {
            var done = (await computed.ListAsync(CancellationToken.None).ConfigureAwait(false)).ToHashSet();
            var open = registry.Views.Where(view => !done.Contains(view.Id)).ToList();
            var replacing = open
                .Select(view => EarlierOf(view, done))
                .OfType<FeatureView>()
                .ToDictionary(static view => view.Name, StringComparer.Ordinal);
            var isSame = replacing.Count == before.Replacing.Count && replacing.All(pair => before.Replacing.GetValueOrDefault(pair.Key)?.Id == pair.Value.Id);
            _state = new State(stamp, isSame ? before.Number : before.Number + 1, at, replacing, open);
        }
        catch (CatalogException exception) when (exception.IsTransient && before.Definitions >= 0)
        {
            // What was known goes on being true until the catalogue answers again.
            _state = before with { At = at, Definitions = stamp };
        }
    }

    private FeatureView? EarlierOf(FeatureView newest, HashSet<FeatureViewId> done)
        => done.Where(id => id.Name == newest.Name && id.Version < newest.Version)
            .OrderByDescending(static id => id.Version)
            .Select(id => registry.FindView(id.Name, id.Version))
            .FirstOrDefault(static view => view is not null);

    private static bool HasAll(FeatureView earlier, FeatureView newest, IReadOnlyCollection<string>? features)
    {
        if (!earlier.Entities.Select(static entity => (entity.JoinKey, entity.Type)).SequenceEqual(newest.Entities.Select(static entity => (entity.JoinKey, entity.Type))))
        {
            return false;
        }

        var types = earlier.Features.ToDictionary(static feature => feature.Name, static feature => feature.Type, StringComparer.Ordinal);
        return newest.Features
            .Where(feature => features is null || features.Contains(feature.Name))
            .All(feature => types.TryGetValue(feature.Name, out var type) && type == feature.Type);
    }

    /// <summary>What was found last.</summary>
    /// <param name="Definitions">Stamp of the definitions it was found for; -1 before anything was.</param>
    /// <param name="Number">Counts the changes of what answers.</param>
    /// <param name="At">When it was looked up.</param>
    /// <param name="Replacing">Earlier versions that answer, by view.</param>
    /// <param name="Uncomputed">Newest versions not computed yet.</param>
    private sealed record State(long Definitions, long Number, DateTimeOffset At, Dictionary<string, FeatureView> Replacing, List<FeatureView> Uncomputed);
}
