using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>Number of events; with an operand, of those where it is not null.</summary>
internal sealed class CountState(bool countsNulls) : ReversibleState
{
    private long _count;

    internal override bool IsEmpty => _count == 0;

    internal override void Reset() => _count = 0;

    internal override void Write(ValueWriter writer) => writer.WriteInt64(_count);

    internal override void MergeFrom(ref ValueReader reader) => _count += reader.ReadInt64();

    internal override Value Finish() => Value.Of(_count);

    protected override void Change(in WindowEvent item, int sign) => _count += countsNulls || !item.Value.IsNull ? sign : 0;

    protected override void Change(ReversibleState part, int sign) => _count += sign * ((CountState)part)._count;
}
