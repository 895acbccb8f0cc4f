using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.Materialization;

/// <summary>Makes of the rows of a view what is written into the online store. Not thread-safe.</summary>
internal sealed class OnlineWrites(FeatureView view, ViewColumns columns, IOnlineStore store)
{
    private readonly OnlineLayout _layout = new(view);
    private readonly WindowRow? _windows = columns.HasWindows ? new WindowRow(WindowPlan.Of(view), columns) : null;

    /// <summary>The writes for rows in the order of the log.</summary>
    internal async ValueTask<IReadOnlyList<OnlineWrite>> MakeAsync(IReadOnlyList<FeatureRow> rows, CancellationToken cancellationToken)
    {
        if (_windows is not null)
        {
            return await MakeWindowsAsync(_windows, rows, cancellationToken).ConfigureAwait(false);
        }

        var writes = new List<OnlineWrite>(rows.Count * (1 + _layout.Values.Count));
        foreach (var row in rows)
        {
            _layout.AddWrites(row, writes);
        }

        return writes;
    }

    // A stored row says which events are in it, so it is read, changed and written back; of one event time for all, so that the sequence alone decides which row is newer.
    private async ValueTask<IReadOnlyList<OnlineWrite>> MakeWindowsAsync(WindowRow windows, IReadOnlyList<FeatureRow> rows, CancellationToken cancellationToken)
    {
        var places = new Dictionary<EntityKey, List<int>>();
        for (var i = 0; i < rows.Count; i++)
        {
            var key = EntityKey.Create(view.Entities, rows[i].KeyValues);
            if (!places.TryGetValue(key, out var own))
            {
                places.Add(key, own = []);
            }

            own.Add(i);
        }

        EntityKey[] keys = [.. places.Keys];
        var stored = new ReadOnlyMemory<byte>[keys.Length];
        await store.ReadAsync(keys, [_layout.Row], stored, cancellationToken).ConfigureAwait(false);
        var writes = new List<OnlineWrite>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            windows.Open(stored[i]);
            var before = windows.Applied;
            foreach (var place in places[keys[i]])
            {
                windows.Take(rows[place]);
            }

            if (windows.Applied > before)
            {
                writes.Add(new OnlineWrite(keys[i], _layout.Row, default, windows.Applied, windows.Write()));
            }
        }

        return writes;
    }
}
