using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// The last n operands that are not null, newest first by (event time, sequence); or the last n different ones, each at its newest event. The newest n of all are among the newest n of
/// each part, so no more than n are kept.
/// </summary>
internal sealed class LastValuesState(ScalarType element, int capacity, bool isDistinct) : AggregateState
{
    private readonly List<WindowEvent> _newest = new(capacity);

    internal override bool UsesSequences => true;

    internal override bool IsEmpty => _newest.Count == 0;

    internal override void Reset() => _newest.Clear();

    internal override void Add(in WindowEvent item)
    {
        if (item.Value.IsNull)
        {
            return;
        }

        if (isDistinct && !MakeRoom(in item))
        {
            return;
        }

        var place = _newest.Count;
        while (place > 0 && item.IsAfter(_newest[place - 1].Time, _newest[place - 1].Sequence))
        {
            place--;
        }

        if (place < capacity)
        {
            _newest.Insert(place, item);
            if (_newest.Count > capacity)
            {
                _newest.RemoveAt(capacity);
            }
        }
    }

    internal override void Merge(AggregateState other)
    {
        foreach (var item in ((LastValuesState)other)._newest)
        {
            Add(in item);
        }
    }

    internal override void Write(ValueWriter writer)
    {
        writer.WriteCount(_newest.Count);
        foreach (var item in _newest)
        {
            writer.WriteInt64(item.Time);
            writer.WriteInt64(item.Sequence);
            writer.WriteValue(item.Value);
        }
    }

    internal override void MergeFrom(ref ValueReader reader)
    {
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            Add(new WindowEvent(reader.ReadInt64(), reader.ReadInt64(), reader.ReadValue()));
        }
    }

    internal override Value Finish() => Value.OfList(element, [.. _newest.Select(static item => item.Value)]);

    /// <summary>Removes the same value at an older event; false when it stands at a newer one.</summary>
    private bool MakeRoom(in WindowEvent item)
    {
        for (var i = 0; i < _newest.Count; i++)
        {
            if (_newest[i].Value != item.Value)
            {
                continue;
            }

            if (!item.IsAfter(_newest[i].Time, _newest[i].Sequence))
            {
                return false;
            }

            _newest.RemoveAt(i);
            return true;
        }

        return true;
    }
}
