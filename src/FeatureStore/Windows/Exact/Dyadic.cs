using System.Numerics;

namespace FeatureStore.Windows.Exact;

/// <summary>Doubles as whole numbers of units of 2^-1074, the smallest double, and back.</summary>
internal static class Dyadic
{
    internal const int UnitExponent = 1074;

    private const int Mantissa = 53;
    private const int LargestExponent = 1024;

    /// <summary>A finite double as a number of units, exactly.</summary>
    internal static BigInteger ToUnits(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;
        var units = exponent == 0 ? fraction : new BigInteger(fraction | 0x10_0000_0000_0000) << (exponent - 1);
        return bits < 0 ? -units : units;
    }

    /// <summary>The double nearest to a number of units, ties to even; infinite beyond the largest.</summary>
    internal static double Round(BigInteger units) => Round(units, -UnitExponent);

    /// <summary>The double nearest to <paramref name="number"/> times 2^<paramref name="exponent"/>, which is at most -1074.</summary>
    internal static double Round(BigInteger number, int exponent)
    {
        var magnitude = BigInteger.Abs(number);
        var length = (int)magnitude.GetBitLength();

        // Doubles have 53 bits, fewer where they would lie below the unit.
        var cut = Math.Max(length - Mantissa, -UnitExponent - exponent);
        if (cut > 0)
        {
            magnitude = ShiftToNearest(magnitude, cut);
            exponent += cut;
        }

        if (magnitude.GetBitLength() + exponent > LargestExponent)
        {
            return number.Sign < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var result = Math.ScaleB((double)(long)magnitude, exponent);
        return number.Sign < 0 ? -result : result;
    }

    private static BigInteger ShiftToNearest(BigInteger magnitude, int bits)
    {
        var quotient = magnitude >> bits;
        var rest = magnitude - (quotient << bits);
        var order = rest.CompareTo(BigInteger.One << (bits - 1));
        return order > 0 || (order == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
