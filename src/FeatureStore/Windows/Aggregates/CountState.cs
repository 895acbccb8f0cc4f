using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>Number of events; with an operand, of those where it is not null.</summary>
internal sealed class CountState(bool countsNulls) : AggregateState
{
    private long _count;

    internal override bool IsEmpty => _count == 0;

    internal override void Reset() => _count = 0;

    internal override void Add(in WindowEvent item) => _count += countsNulls || !item.Value.IsNull ? 1 : 0;

    internal override void Merge(AggregateState other) => _count += ((CountState)other)._count;

    internal override void Write(ValueWriter writer) => writer.WriteInt64(_count);

    internal override void MergeFrom(ref ValueReader reader) => _count += reader.ReadInt64();

    internal override Value Finish() => Value.Of(_count);
}
