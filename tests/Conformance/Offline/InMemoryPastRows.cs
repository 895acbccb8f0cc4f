using System.Runtime.CompilerServices;
using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Conformance.Offline;

/// <summary>Reads the past out of files in memory. It leaves out nothing that it may leave out.</summary>
public sealed class InMemoryPastRows(InMemoryOfflineFiles files) : IPastRows
{
    public async IAsyncEnumerable<PastRow> ReadAsync(
        FeatureView view,
        OfflineSnapshot snapshot,
        IReadOnlyList<Value[]> keys,
        IReadOnlyList<ViewColumn> columns,
        PastRange range,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        var stored = files.Files;
        if (snapshot.Files.FirstOrDefault(file => file.Path.Length > 0 && !stored.ContainsKey(file.Path)) is { } missing)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.CorruptData, $"The file '{missing.Path}' is recorded but not there.");
        }

        var numbers = keys.Select((key, number) => (Key: EntityKey.Create(view.Entities, key), number)).ToDictionary(static pair => pair.Key, static pair => pair.number);
        var all = new ViewColumns(view).All;
        int[] places = [.. columns.Select(column => all.Index().First(entry => entry.Item.Name == column.Name).Index)];
        var rows = snapshot.Files.Where(static file => file.Path.Length > 0).SelectMany(file => stored[file.Path])
            .Where(row => row.EventTime >= range.From && row.EventTime <= range.Through && row.ArrivalTime <= range.LastArrival)
            .Select(row => (Number: numbers.GetValueOrDefault(EntityKey.Create(view.Entities, row.KeyValues), -1), Row: row))
            .Where(static pair => pair.Number >= 0)
            .OrderBy(static pair => (pair.Number, pair.Row.EventTime.UnixMicroseconds, pair.Row.Sequence))
            .ToList();
        foreach (var (number, row) in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new PastRow(number, new KeyRow(row.EventTime, row.ArrivalTime, row.Sequence, [.. places.Select(place => row.Values[place])]));
        }
    }
}
