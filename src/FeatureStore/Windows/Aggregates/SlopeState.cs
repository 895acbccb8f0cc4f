using System.Numerics;
using Catalog.Core.Values;
using FeatureStore.Rows;
using FeatureStore.Windows.Exact;

namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// The trend of the operand over event time: the slope of the least-squares line, per second. (n Σty − Σt Σy) / (n Σt² − (Σt)²) with numerator and denominator exact. Null when there
/// are not two different times.
/// </summary>
internal sealed class SlopeState : ReversibleState
{
    // Times count from here, so that their products with operands stay exact: 2020-01-01.
    private const long Origin = 1_577_836_800_000_000;
    private const double MicrosecondsPerSecond = 1_000_000;

    private ExactSum _values;
    private ExactSum _products;
    private Int128 _times;
    private BigInteger _squares;
    private long _count;

    internal override bool IsEmpty => _count == 0;

    internal override void Reset()
    {
        _values.Reset();
        _products.Reset();
        (_times, _squares, _count) = (0, BigInteger.Zero, 0);
    }

    internal override void Write(ValueWriter writer)
    {
        writer.WriteInt64(_count);
        writer.WriteBytes(((BigInteger)_times).ToByteArray());
        writer.WriteBytes(_squares.ToByteArray());
        _values.Write(writer);
        _products.Write(writer);
    }

    internal override void MergeFrom(ref ValueReader reader)
    {
        _count += reader.ReadInt64();
        _times += (Int128)new BigInteger(reader.ReadBytes());
        _squares += new BigInteger(reader.ReadBytes());
        _values.MergeFrom(ref reader);
        _products.MergeFrom(ref reader);
    }

    internal override Value Finish()
    {
        var denominator = (_count * _squares) - ((BigInteger)_times * _times);
        if (denominator.IsZero)
        {
            return Value.Null;
        }

        if (_values.Special is not null)
        {
            return Value.Of(double.NaN);
        }

        var numerator = default(ExactSum);
        numerator.AddScaled(in _products, _count);
        var times = SumOf(_times);
        numerator.SubtractProduct(in times, in _values);
        return Value.Of(numerator.Round() / (double)denominator * MicrosecondsPerSecond);
    }

    protected override void Change(in WindowEvent item, int sign)
    {
        if (item.Value.IsNull)
        {
            return;
        }

        var time = item.Time - Origin;
        var value = item.Value.AsDouble();
        _values.Add(value, sign);

        // A double holds 53 bits: the time in two pieces is exact.
        var low = time & 0xFFFF_FFFF;
        _products.AddProduct(value, time - low, sign);
        _products.AddProduct(value, low, sign);
        _times += sign * (Int128)time;
        _squares += sign * (BigInteger)((Int128)time * time);
        _count += sign;
    }

    protected override void Change(ReversibleState part, int sign)
    {
        var other = (SlopeState)part;
        _values.Add(in other._values, sign);
        _products.Add(in other._products, sign);
        _times += sign * other._times;
        _squares += sign * other._squares;
        _count += sign * other._count;
    }

    private static ExactSum SumOf(Int128 number)
    {
        const int bits = 48;
        var sum = default(ExactSum);
        for (var shift = 0; shift < 128 && number != 0; shift += bits)
        {
            var piece = (long)(number & ((1L << bits) - 1));
            sum.AddProduct(piece, Math.ScaleB(1, shift));
            number >>= bits;
            if (number == -1)
            {
                // What is left of a negative number is -1 of the next piece.
                sum.AddProduct(-1, Math.ScaleB(1, shift + bits));
                break;
            }
        }

        return sum;
    }
}
