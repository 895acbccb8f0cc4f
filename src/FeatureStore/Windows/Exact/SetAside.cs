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

    /// <summary>Whether everything that was added has been taken away again.</summary>
    internal bool IsEmpty => Units.IsZero && _nans == 0 && _plusInfinities == 0 && _minusInfinities == 0;

    /// <summary>Adds a number; takes it away when <paramref name="sign"/> is -1.</summary>
    internal void Add(double number, int sign)
    {
        if (double.IsFinite(number))
        {
            Units += sign * Dyadic.ToUnits(number);
            return;
        }

        _nans += double.IsNaN(number) ? sign : 0;
        _plusInfinities += double.IsPositiveInfinity(number) ? sign : 0;
        _minusInfinities += double.IsNegativeInfinity(number) ? sign : 0;
    }

    /// <summary>Adds a product; takes it away when <paramref name="sign"/> is -1.</summary>
    internal void AddProduct(double left, double right, int sign)
    {
        if (double.IsFinite(left) && double.IsFinite(right))
        {
            Units += sign * Product(Dyadic.ToUnits(left), Dyadic.ToUnits(right));
        }
        else
        {
            Add(left * right, sign);
        }
    }

    /// <summary>Adds a product of two numbers of units. What lies below the unit is cut towards minus infinity, product by product, so that no order plays a part.</summary>
    internal void AddProduct(BigInteger left, BigInteger right) => Units += Product(left, right);

    /// <summary>Adds what another holds; takes it away when <paramref name="sign"/> is -1.</summary>
    internal void Add(SetAside other, int sign)
    {
        Units += sign * other.Units;
        _nans += sign * other._nans;
        _plusInfinities += sign * other._plusInfinities;
        _minusInfinities += sign * other._minusInfinities;
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

    private static BigInteger Product(BigInteger left, BigInteger right) => (left * right) >> Dyadic.UnitExponent;
}
