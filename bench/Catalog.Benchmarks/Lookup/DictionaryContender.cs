using System.Collections.Concurrent;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Catalog.Benchmarks.Lookup;

/// <summary>The same bytes in memory: what no durable store can beat.</summary>
internal sealed class DictionaryContender
{
    private readonly ConcurrentDictionary<(EntityKey Key, string View), ReadOnlyMemory<byte>> _rows = new();

    internal void Write(IEnumerable<OnlineWrite> rows)
    {
        foreach (var row in rows)
        {
            _rows[(row.Key, row.View)] = row.Row;
        }
    }

    internal void Read(EntityKey[] keys, string[] views, ReadOnlyMemory<byte>[] rows)
    {
        for (var key = 0; key < keys.Length; key++)
        {
            for (var view = 0; view < views.Length; view++)
            {
                rows[(key * views.Length) + view] = _rows.GetValueOrDefault((keys[key], views[view]));
            }
        }
    }
}
