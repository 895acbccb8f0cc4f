using System.Numerics;
using System.Runtime.CompilerServices;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Exact;

/// <summary>
/// The exact sum of doubles: adding in any order, and merging parts in any grouping, gives the same number, rounded once at the end to the nearest double, ties to even.
/// So a value that was summed tile by tile while events streamed in equals, bit for bit, the value that is summed over sorted rows (<c>docs/adr/0003</c>).
/// </summary>
/// <remarks>
/// <para>
/// The sum is held as an expansion: doubles that do not overlap, smallest first, whose exact sum it is (Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997; Python's
/// <c>math.fsum</c>). Real amounts need one to three of them.
/// </para>
/// <para>
/// Numbers whose sum or product could leave the range of a double are held aside, exactly. Whether a number goes there depends on the number alone, so this depends on no order either.
/// A mutable struct, to live in arrays without an object each: a copy must not be added to. Not thread-safe.
/// </para>
/// </remarks>
internal struct ExactSum
{
    /// <summary>Below it no sum of 2^63 numbers overflows, and neither does the product of two such sums' parts.</summary>
    internal const double Large = 1e280;

    // A product above it has an error that is a double; one below it may not.
    private const double Small = 1e-280;
    private const int Inline = 4;

    private InlineParts _inline;
    private double[]? _spilled;
    private int _count;
    private SetAside? _aside;

    /// <summary>NaN or an infinity where one decides the sum; null for a finite sum.</summary>
    internal readonly double? Special => _aside?.Special;

    /// <summary>Adds a number; takes it away when <paramref name="sign"/> is -1.</summary>
    internal void Add(double number, int sign = 1)
    {
        if (Math.Abs(number) < Large)
        {
            Grow(sign * number);
        }
        else
        {
            Aside().Add(number, sign);
            ForgetEmptyAside();
        }
    }

    /// <summary>
    /// Adds the exact product of two numbers, or takes it away when <paramref name="sign"/> is -1; of one too small for that, what lies above 2^-1074.
    /// </summary>
    internal void AddProduct(double left, double right, int sign = 1)
    {
        var product = left * right;
        var magnitude = Math.Abs(product);
        if (magnitude is < Large and > Small)
        {
            Grow(sign * Math.FusedMultiplyAdd(left, right, -product));
            Grow(sign * product);
        }
        else if (left != 0 && right != 0)
        {
            Aside().AddProduct(left, right, sign);
            ForgetEmptyAside();
        }
    }

    /// <summary>Adds another sum; takes it away when <paramref name="sign"/> is -1.</summary>
    internal void Add(in ExactSum other, int sign = 1)
    {
        for (var i = 0; i < other._count; i++)
        {
            Grow(sign * other.Part(i));
        }

        if (other._aside is { } aside)
        {
            Aside().Add(aside, sign);
            ForgetEmptyAside();
        }
    }

    /// <summary>Adds another sum times a factor, exactly.</summary>
    internal void AddScaled(in ExactSum sum, double factor)
    {
        for (var i = 0; i < sum._count; i++)
        {
            AddProduct(sum.Part(i), factor);
        }

        if (sum._aside is { } aside)
        {
            Aside().AddProduct(aside.Units, Dyadic.ToUnits(factor));
        }
    }

    /// <summary>Takes the exact product of two sums away.</summary>
    internal void SubtractProduct(in ExactSum left, in ExactSum right)
    {
        if (left._aside is not null || right._aside is not null)
        {
            Aside().AddProduct(-left.ToUnits(), right.ToUnits());
            return;
        }

        for (var i = 0; i < left._count; i++)
        {
            for (var j = 0; j < right._count; j++)
            {
                AddProduct(-left.Part(i), right.Part(j));
            }
        }
    }

    /// <summary>Empties it.</summary>
    internal void Reset() => (_count, _spilled, _aside) = (0, null, null);

    /// <summary>The sum, rounded once. Opposite infinities, or a NaN, give NaN; a sum beyond the largest double is infinite.</summary>
    internal readonly double Round()
    {
        if (_aside is not { } aside)
        {
            return RoundParts();
        }

        return aside.Special ?? Dyadic.Round(ToUnits());
    }

    /// <summary>Writes it in the one form that every way to the same sum ends in.</summary>
    internal readonly void Write(ValueWriter writer)
    {
        // A copy shares the spilled parts until it gets its own.
        var rest = this;
        rest._spilled = (double[]?)_spilled?.Clone();
        Span<double> parts = stackalloc double[_count + 2];
        var count = 0;
        for (; rest._count > 0; count++)
        {
            parts[count] = rest.RoundParts();
            rest.Grow(-parts[count]);
        }

        writer.WriteCount((count << 1) | (_aside is null ? 0 : 1));
        foreach (var part in parts[..count])
        {
            writer.WriteInt64(BitConverter.DoubleToInt64Bits(part));
        }

        _aside?.Write(writer);
    }

    /// <summary>Adds what <see cref="Write"/> wrote.</summary>
    internal void MergeFrom(ref ValueReader reader)
    {
        var head = reader.ReadCount();
        for (var i = 0; i < head >> 1; i++)
        {
            Grow(BitConverter.Int64BitsToDouble(reader.ReadInt64()));
        }

        if ((head & 1) != 0)
        {
            Aside().MergeFrom(ref reader);
            ForgetEmptyAside();
        }
    }

    /// <summary>All of it in units of 2^-1074, infinities and NaN left out.</summary>
    internal readonly BigInteger ToUnits()
    {
        var sum = _aside?.Units ?? BigInteger.Zero;
        for (var i = 0; i < _count; i++)
        {
            sum += Dyadic.ToUnits(Part(i));
        }

        return sum;
    }

    private SetAside Aside() => _aside ??= new SetAside();

    // A sum from which all has been taken away is as it was made, in its written form too.
    private void ForgetEmptyAside() => _aside = _aside is { IsEmpty: true } ? null : _aside;

    // Every step keeps the exact sum: hi + lo = x + y, with hi the rounded sum (Knuth's TwoSum by Dekker's shorter way, since the larger comes first).
    private void Grow(double number)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var part = Part(i);
            var (large, small) = Math.Abs(number) < Math.Abs(part) ? (part, number) : (number, part);
            var sum = large + small;
            var error = small - (sum - large);
            if (error != 0)
            {
                SetPart(kept++, error);
            }

            number = sum;
        }

        if (number != 0)
        {
            SetPart(kept++, number);
        }

        _count = kept;
    }

    // As math.fsum rounds: the highest parts decide unless they leave exactly half, where the sign of the next part does.
    private readonly double RoundParts()
    {
        if (_count == 0)
        {
            return 0;
        }

        var next = _count - 1;
        var high = Part(next);
        var low = 0.0;
        while (next > 0)
        {
            var before = high;
            var part = Part(--next);
            high = before + part;
            low = part - (high - before);
            if (low != 0)
            {
                break;
            }
        }

        if (next > 0 && low != 0 && low > 0 == Part(next - 1) > 0)
        {
            var twice = low * 2;
            var rounded = high + twice;
            high = rounded - high == twice ? rounded : high;
        }

        return high;
    }

    private readonly double Part(int index) => _spilled is null ? _inline[index] : _spilled[index];

    private void SetPart(int index, double part)
    {
        if (_spilled is null && index < Inline)
        {
            _inline[index] = part;
            return;
        }

        if (_spilled is null || index == _spilled.Length)
        {
            Spill();
        }

        _spilled![index] = part; // Spill made it.
    }

    private void Spill()
    {
        var larger = new double[(_spilled?.Length ?? Inline) * 2];
        for (var i = 0; i < larger.Length / 2; i++)
        {
            larger[i] = Part(i);
        }

        _spilled = larger;
    }

    [InlineArray(Inline)]
    private struct InlineParts
    {
        private double _part;
    }
}
