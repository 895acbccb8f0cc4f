using System.Runtime.CompilerServices;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Trials;

/// <summary>The online rows of one trial, in memory. Not thread-safe.</summary>
internal sealed class TrialStore : IOnlineStore
{
    private readonly Dictionary<(string View, EntityKey Key), OnlineWrite> _rows = [];

    public ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var row in rows)
        {
            var place = (row.View, row.Key);
            if (!_rows.TryGetValue(place, out var stored) || (row.EventTime, row.Sequence).CompareTo((stored.EventTime, stored.Sequence)) > 0)
            {
                _rows[place] = row;
                written++;
            }
        }

        return new(written);
    }

    public ValueTask ReadAsync(IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        for (var k = 0; k < keys.Count; k++)
        {
            for (var v = 0; v < views.Count; v++)
            {
                rows.Span[(k * views.Count) + v] = _rows.TryGetValue((views[v], keys[k]), out var row) ? row.Row : default;
            }
        }

        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var ((name, key), row) in _rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (name == view)
            {
                yield return new StoredOnlineRow(key, row.Row);
            }
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    public ValueTask DeleteViewAsync(string view, CancellationToken cancellationToken) => Remove(place => place.View == view);

    public ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken) => Remove(place => place.Key == key);

    public ValueTask<long> CountAsync(string view, CancellationToken cancellationToken) => new(_rows.Keys.LongCount(place => place.View == view));

    private ValueTask Remove(Func<(string View, EntityKey Key), bool> isMeant)
    {
        foreach (var place in _rows.Keys.Where(isMeant).ToList())
        {
            _rows.Remove(place);
        }

        return ValueTask.CompletedTask;
    }
}
