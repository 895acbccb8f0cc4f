using Catalog.Core.Values;
using FeatureStore.Rows;
using FeatureStore.Windows.Exact;

namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// Variance of the population, or its root: (n Σx² − (Σx)²) / n², with the numerator exact before it is rounded, so that a large common offset costs no digits. Null over no
/// number, 0 over one.
/// </summary>
internal sealed class VarianceState(bool isDeviation) : ReversibleState
{
    private ExactSum _sum;
    private ExactSum _squares;
    private long _count;

    internal override bool IsEmpty => _count == 0;

    internal override void Reset()
    {
        _sum.Reset();
        _squares.Reset();
        _count = 0;
    }

    internal override void Write(ValueWriter writer)
    {
        writer.WriteInt64(_count);
        _sum.Write(writer);
        _squares.Write(writer);
    }

    internal override void MergeFrom(ref ValueReader reader)
    {
        _count += reader.ReadInt64();
        _sum.MergeFrom(ref reader);
        _squares.MergeFrom(ref reader);
    }

    internal override Value Finish()
    {
        if (_count == 0)
        {
            return Value.Null;
        }

        if (_sum.Special is not null)
        {
            return Value.Of(double.NaN);
        }

        var numerator = default(ExactSum);
        numerator.AddScaled(in _squares, _count);
        numerator.SubtractProduct(in _sum, in _sum);
        var variance = Math.Max(0, numerator.Round()) / ((double)_count * _count);
        return Value.Of(isDeviation ? Math.Sqrt(variance) : variance);
    }

    protected override void Change(in WindowEvent item, int sign)
    {
        if (!item.Value.IsNull)
        {
            var number = item.Value.AsDouble();
            _sum.Add(number, sign);
            _squares.AddProduct(number, number, sign);
            _count += sign;
        }
    }

    protected override void Change(ReversibleState part, int sign)
    {
        var other = (VarianceState)part;
        _sum.Add(in other._sum, sign);
        _squares.Add(in other._squares, sign);
        _count += sign * other._count;
    }
}
