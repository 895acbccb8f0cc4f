using Catalog.Core.Values;
using FeatureStore.Rows;
using FeatureStore.Windows.Exact;

namespace FeatureStore.Windows.Aggregates;

/// <summary>Sum or mean of floating numbers: the exact sum, rounded once; the mean divides that.</summary>
internal sealed class FloatingSumState(bool isMean) : AggregateState
{
    private ExactSum _sum;
    private long _count;

    internal override bool IsEmpty => _count == 0;

    internal override void Reset()
    {
        _sum.Reset();
        _count = 0;
    }

    internal override void Add(in WindowEvent item)
    {
        if (!item.Value.IsNull)
        {
            _sum.Add(item.Value.AsDouble());
            _count++;
        }
    }

    internal override void Merge(AggregateState other)
    {
        var part = (FloatingSumState)other;
        _sum.Merge(in part._sum);
        _count += part._count;
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
}
