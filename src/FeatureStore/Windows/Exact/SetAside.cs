using System.Numerics;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Exact;

/// <summary>The part of an <see cref="ExactSum"/> that doubles cannot hold: numbers near the ends of their range, exactly, and counts of infinities and NaN. Not thread-safe.</summary>
internal sealed class SetAside
{
    private long _nans;
    private long _plusInfinities;
    private long _minusInfinities;

    /// <summary>The sum of the finite numbers in units of 2^-1074.</summary>
    internal BigInteger Units { get; private set; }

    /// <summary>NaN or an infinity where one of them decides the sum; null otherwise.</summary>
    internal double? Special
        => _nans > 0 || (_plusInfinities > 0 && _minusInfinities > 0) ? double.NaN
            : _plusInfinities > 0 ? double.PositiveInfinity
            : _minusInfinities > 0 ? double.NegativeInfinity
            : null;

    internal void Add(double number)
    {
        if (double.IsFinite(number))
        {
            Units += Dyadic.ToUnits(number);
            return;
        }

        _nans += double.IsNaN(number) ? 1 : 0;
        _plusInfinities += double.IsPositiveInfinity(number) ? 1 : 0;
        _minusInfinities += double.IsNegativeInfinity(number) ? 1 : 0;
    }

    internal void AddProduct(double left, double right)
    {
        if (double.IsFinite(left) && double.IsFinite(right))
        {
            AddProduct(Dyadic.ToUnits(left), Dyadic.ToUnits(right));
        }
        else
        {
            Add(left * right);
        }
    }

    /// <summary>Adds a product of two numbers of units. What lies below the unit is cut towards minus infinity, product by product, so that no order plays a part.</summary>
    internal void AddProduct(BigInteger left, BigInteger right) => Units += (left * right) >> Dyadic.UnitExponent;

    internal void Merge(SetAside other)
    {
        Units += other.Units;
        _nans += other._nans;
        _plusInfinities += other._plusInfinities;
        _minusInfinities += other._minusInfinities;
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteInt64(_nans);
        writer.WriteInt64(_plusInfinities);
        writer.WriteInt64(_minusInfinities);
        writer.WriteBytes(Units.ToByteArray());
    }

    internal void MergeFrom(ref ValueReader reader)
    {
        _nans += reader.ReadInt64();
        _plusInfinities += reader.ReadInt64();
        _minusInfinities += reader.ReadInt64();
        Units += new BigInteger(reader.ReadBytes());
    }
}
