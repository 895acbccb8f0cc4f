using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// The k most frequent operands that are not null, most frequent first, equally frequent ones in the order of comparisons. Exact up to <see cref="ExactBound"/> different values; of more,
/// those with the smallest hashes are counted, each exactly: a random choice of values that is the same whatever the order of events.
/// </summary>
internal sealed class TopValuesState(ScalarType element, int k) : AggregateState
{
    /// <summary>Most different values that are counted.</summary>
    internal const int ExactBound = 1_024;

    private readonly Dictionary<Value, long> _counts = [];
    private readonly PriorityQueue<Value, ulong> _largestHashes = new(Comparer<ulong>.Create(static (left, right) => right.CompareTo(left)));
    private ulong _hashLimit = ulong.MaxValue;

    internal override bool IsEmpty => _counts.Count == 0;

    internal override void Reset()
    {
        _counts.Clear();
        _largestHashes.Clear();
        _hashLimit = ulong.MaxValue;
    }

    internal override void Add(in WindowEvent item)
    {
        if (!item.Value.IsNull)
        {
            Take(item.Value, 1);
        }
    }

    internal override void Merge(AggregateState other)
    {
        var part = (TopValuesState)other;
        Limit(part._hashLimit);
        foreach (var (value, count) in part._counts)
        {
            Take(value, count);
        }
    }

    internal override void Write(ValueWriter writer)
    {
        writer.WriteInt64(unchecked((long)_hashLimit));
        writer.WriteCount(_counts.Count);
        foreach (var (value, count) in _counts.OrderBy(static pair => pair.Key, Comparer<Value>.Create(Comparison.Compare)))
        {
            writer.WriteValue(value);
            writer.WriteInt64(count);
        }
    }

    internal override void MergeFrom(ref ValueReader reader)
    {
        Limit(unchecked((ulong)reader.ReadInt64()));
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            Take(reader.ReadValue(), reader.ReadInt64());
        }
    }

    internal override Value Finish() => Value.OfList(element,
    [
        .. _counts.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, Comparer<Value>.Create(Comparison.Compare)).Take(k).Select(static pair => pair.Key),
    ]);

    private void Take(Value value, long count)
    {
        if (_counts.TryGetValue(value, out var before))
        {
            _counts[value] = before + count;
            return;
        }

        var hash = ValueHash.Of(value);
        if (hash > _hashLimit)
        {
            return;
        }

        _counts.Add(value, count);
        _largestHashes.Enqueue(value, hash);
        if (_counts.Count > ExactBound)
        {
            _largestHashes.TryDequeue(out var dropped, out var largest);
            _counts.Remove(dropped);
            _hashLimit = largest - 1;
        }
    }

    // What another part dropped may not be counted here either, or its count would be too small.
    private void Limit(ulong hashLimit)
    {
        while (_largestHashes.TryPeek(out var value, out var hash) && hash > hashLimit)
        {
            _largestHashes.Dequeue();
            _counts.Remove(value);
        }

        _hashLimit = Math.Min(_hashLimit, hashLimit);
    }
}
