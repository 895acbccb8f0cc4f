using System.Collections;
using Lineage.Model;

namespace Lineage.Ingest;

/// <summary>Records of one kind by key; adding one that is there already merges the two. Not thread-safe.</summary>
/// <typeparam name="TRecord">The kind.</typeparam>
public sealed class RecordSet<TRecord> : IReadOnlyCollection<TRecord>
    where TRecord : IMergeable<TRecord>
{
    private readonly Dictionary<Guid, TRecord> _records = [];

    /// <inheritdoc />
    public int Count => _records.Count;

    /// <summary>Adds or merges.</summary>
    public void Add(TRecord record)
        => _records[record.Key] = _records.TryGetValue(record.Key, out var known) ? known.Merge(record) : record;

    /// <summary>The record with this key, or the default value when there is none.</summary>
    public TRecord? Find(Guid key) => _records.GetValueOrDefault(key);

    /// <inheritdoc />
    public IEnumerator<TRecord> GetEnumerator() => _records.Values.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
