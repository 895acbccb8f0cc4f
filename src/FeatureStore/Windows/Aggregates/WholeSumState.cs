using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>Sum or mean of whole numbers, exactly. A sum beyond 64 bits is null; the mean is rounded once from the exact sum.</summary>
internal sealed class WholeSumState(bool isMean) : ReversibleState
{
    private Int128 _sum;
    private long _count;

    internal override bool IsEmpty => _count == 0;

    internal override void Reset() => (_sum, _count) = (0, 0);

    internal override void Write(ValueWriter writer)
    {
        writer.WriteInt64(_count);
        writer.WriteInt64((long)(_sum >> 64));
        writer.WriteInt64(unchecked((long)(ulong)_sum));
    }

    internal override void MergeFrom(ref ValueReader reader)
    {
        _count += reader.ReadInt64();
        var high = reader.ReadInt64();
        _sum += new Int128(unchecked((ulong)high), unchecked((ulong)reader.ReadInt64()));
    }

    internal override Value Finish()
    {
        if (isMean)
        {
            return _count == 0 ? Value.Null : Value.Of((double)_sum / _count);
        }

        return _sum < long.MinValue || _sum > long.MaxValue ? Value.Null : Value.Of((long)_sum);
    }

    protected override void Change(in WindowEvent item, int sign)
    {
        if (!item.Value.IsNull)
        {
            _sum += sign * (Int128)item.Value.AsInt64();
            _count += sign;
        }
    }

    protected override void Change(ReversibleState part, int sign)
    {
        var other = (WholeSumState)part;
        _sum += sign * other._sum;
        _count += sign * other._count;
    }
}
