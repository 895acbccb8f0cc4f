using System.Runtime.InteropServices;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.Materialization;

/// <summary>Makes of the rows of a view what is written into the online store. Not thread-safe.</summary>
/// <param name="view">The view version.</param>
/// <param name="columns">Its columns.</param>
/// <param name="store">The online store.</param>
/// <param name="check">Throws when the store may have lost rows since the writer was opened; null where it cannot.</param>
internal sealed class OnlineWrites(FeatureView view, ViewColumns columns, IOnlineStore store, Func<CancellationToken, Task>? check)
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
        var (keys, places) = RowsByKey(rows);
        var stored = new ReadOnlyMemory<byte>[keys.Length];
        await ReadAsync(keys, stored, cancellationToken).ConfigureAwait(false);
        var writes = new List<OnlineWrite>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            windows.Open(stored[i]);
            var before = windows.Applied;
            for (var place = places.First[i]; place >= 0; place = places.Next[place])
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

    /// <summary>
    /// Reads rows that are whole: one of which the store lost a part, or all, would be written back without it and said to be newer, and no later reading of the log would mend that. So the store is asked, behind the rows,
    /// whether it still had everything.
    /// </summary>
    private async Task ReadAsync(EntityKey[] keys, ReadOnlyMemory<byte>[] stored, CancellationToken cancellationToken)
    {
        var rows = store.ReadAsync(keys, [_layout.Row], stored, cancellationToken).AsTask();
        await Task.WhenAll(rows, check?.Invoke(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>The keys in the order of their first rows, and for each the chain of its rows in order: where it begins, and the next of each row; -1 ends it.</summary>
    private (EntityKey[] Keys, (List<int> First, int[] Next) Places) RowsByKey(IReadOnlyList<FeatureRow> rows)
    {
        var known = new Dictionary<EntityKey, int>();
        var (first, last, next) = (new List<int>(), new List<int>(), new int[rows.Count]);
        for (var i = 0; i < rows.Count; i++)
        {
            next[i] = -1;
            ref var key = ref CollectionsMarshal.GetValueRefOrAddDefault(known, EntityKey.Create(view.Entities, rows[i].KeyValues), out var isKnown);
            if (isKnown)
            {
                next[last[key]] = i;
                last[key] = i;
                continue;
            }

            key = first.Count;
            first.Add(i);
            last.Add(i);
        }

        // Nothing was removed, so they come in the order in which they were added.
        return ([.. known.Keys], (first, next));
    }
}
