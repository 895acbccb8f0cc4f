using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>The operand of the first or last event by (event time, sequence) where it is not null; null when there is none.</summary>
internal sealed class EdgeState(bool isLast) : AggregateState
{
    private Value _value;
    private long _time;
    private long _sequence;

    internal override bool UsesSequences => true;

    internal override bool IsEmpty => _value.IsNull;

    internal override void Reset() => _value = Value.Null;

    internal override void Add(in WindowEvent item)
    {
        if (!item.Value.IsNull && (IsEmpty || item.IsAfter(_time, _sequence) == isLast))
        {
            (_value, _time, _sequence) = (item.Value, item.Time, item.Sequence);
        }
    }

    internal override void Merge(AggregateState other)
    {
        var part = (EdgeState)other;
        Add(new WindowEvent(part._time, part._sequence, part._value));
    }

    internal override void Write(ValueWriter writer)
    {
        writer.WriteInt64(_time);
        writer.WriteInt64(_sequence);
        writer.WriteValue(_value);
    }

    internal override void MergeFrom(ref ValueReader reader) => Add(new WindowEvent(reader.ReadInt64(), reader.ReadInt64(), reader.ReadValue()));

    internal override Value Finish() => _value;
}
