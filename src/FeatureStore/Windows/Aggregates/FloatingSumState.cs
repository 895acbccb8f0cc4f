using Catalog.Core.Values;
using FeatureStore.Rows;
using FeatureStore.Windows.Exact;

namespace FeatureStore.Windows.Aggregates;

/// <summary>Sum or mean of floating numbers: the exact sum, rounded once; the mean divides that.</summary>
internal sealed class FloatingSumState(bool isMean) : ReversibleState
{
    private ExactSum _sum;
    private long _count;

    internal override bool IsEmpty => _count == 0;

    internal override void Reset()
    {
        _sum.Reset();
        _count = 0;
    }

    internal override void Write(ValueWriter writer)
    {
        writer.WriteInt64(_count);
        _sum.Write(writer);
    }

    internal override void MergeFrom(ref ValueReader reader)
    {
        _count += reader.ReadInt64();
        _sum.MergeFrom(ref reader);
    }

    internal override Value Finish() => isMean ? _count == 0 ? Value.Null : Value.Of(_sum.Round() / _count) : Value.Of(_sum.Round());

    protected override void Change(in WindowEvent item, int sign)
    {
        if (!item.Value.IsNull)
        {
            _sum.Add(item.Value.AsDouble(), sign);
            _count += sign;
        }
    }

    protected override void Change(ReversibleState part, int sign)
    {
        var other = (FloatingSumState)part;
        _sum.Add(in other._sum, sign);
        _count += sign * other._count;
    }
}
