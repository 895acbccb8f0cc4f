using Catalog.Core.Values;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Rows;
using FeatureStore.Selection;
using FeatureStore.Serving;

namespace FeatureStore.Trials;

/// <summary>
/// What a view that need not be in force would give for a few keys: rows go the way of the writers into a store in memory, and are looked up from there as from any. Nothing is kept.
/// Memory is that of the keys' rows. Not thread-safe.
/// </summary>
public sealed class ViewTrial
{
    private readonly FeatureView _view;
    private readonly IReadOnlyList<Value[]> _keys;
    private readonly HashSet<EntityKey> _wanted;
    private readonly ViewColumns _columns;
    private readonly CanonicalRows _numbers;
    private readonly OnlineWrites _writes;
    private readonly TrialStore _store = new();
    private readonly Dictionary<int, LateMarker> _late = [];

    /// <summary>Prepares it.</summary>
    /// <param name="view">The view.</param>
    /// <param name="keys">The keys: for each the values of the view's join keys, in the order of its entities.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidView"/> when an aggregate of the view cannot be computed.</exception>
    public ViewTrial(FeatureView view, IReadOnlyList<Value[]> keys)
    {
        (_view, _keys, _columns) = (view, keys, new ViewColumns(view));
        _wanted = [.. keys.Select(key => EntityKey.Create(view.Entities, key))];
        _numbers = new CanonicalRows(_columns);
        _writes = new OnlineWrites(view, _columns, _store, check: null);
    }

    /// <summary>Takes the rows that events of one partition give, in the order of its log; those of other keys, or for the offline store, only count for what is late.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="online">Rows for the online store.</param>
    /// <param name="offline">Rows for the offline store.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task TakeAsync(int partition, IReadOnlyList<FeatureRow> online, IReadOnlyList<FeatureRow> offline, CancellationToken cancellationToken)
    {
        _numbers.Apply(online);
        LateOf(partition)?.Mark(online, offline);
        var wanted = online.Where(row => _wanted.Contains(EntityKey.Create(_view.Entities, row.KeyValues))).ToList();
        if (wanted.Count > 0)
        {
            await _store.WriteAsync(await _writes.MakeAsync(wanted, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What a lookup of all features would give at a moment.</summary>
    /// <returns>One column for each feature in the view's order, with one value for each key in theirs.</returns>
    public async Task<IReadOnlyList<OnlineColumn>> ReadAsync(Instant now, CancellationToken cancellationToken)
    {
        var features = Enumerable.Range(0, _view.Features.Count).ToList();
        var selection = new FeatureSelection(
            [new SelectedView(_view, _view.Name, [.. _view.Entities.Select(static entity => entity.JoinKey)])],
            features.ConvertAll(static feature => new SelectedFeature(0, feature)),
            [],
            [],
            features.ConvertAll(feature => new SelectedColumn(_view.Features[feature].Name, IsComputed: false, feature, feature)));
        var plan = new LookupPlanCompiler(selection, service: null).Compile();
        var places = plan.Keys.Select(key => _view.Entities.Index().First(entry => entry.Item.JoinKey == key.Column).Index);
        Value[][] keys = [.. places.Select(place => _keys.Select(key => key[place]).ToArray())];
        return await new LookupExecution(plan, new LookupBuffers(plan.SlotCount, _keys.Count), keys, [], now, trace: null).RunAsync(_store, stale: null, cancellationToken).ConfigureAwait(false);
    }

    private LateMarker? LateOf(int partition)
    {
        if (_columns.HasWindows && !_late.ContainsKey(partition))
        {
            _late.Add(partition, new LateMarker(_view, _columns, newest: null));
        }

        return _late.GetValueOrDefault(partition);
    }
}
