using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Conformance.Proof;

/// <summary>Keeps one-sided keys as long as a test takes.</summary>
public sealed class InMemoryOneSidedKeys : IOneSidedKeys
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FeatureViewId, Dictionary<EntityKey, long>> _views = [];

    public Task NoteAsync(FeatureViewId view, IReadOnlyList<OneSidedKey> keys, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var known = _views.TryGetValue(view, out var found) ? found : _views[view] = [];
            foreach (var (key, sequence) in keys)
            {
                known[key] = Math.Min(known.GetValueOrDefault(key, long.MaxValue), sequence);
            }
        }

        return Task.CompletedTask;
    }

    public Task RemoveAsync(FeatureViewId view, IReadOnlyList<EntityKey> keys, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                _views.GetValueOrDefault(view)?.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<EntityKey, long>> ListAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<EntityKey, long>>(new Dictionary<EntityKey, long>(_views.GetValueOrDefault(view) ?? []));
        }
    }
}
