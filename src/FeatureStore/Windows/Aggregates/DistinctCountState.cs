using System.Numerics;
using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// Number of different operands that are not null. Exact up to <see cref="ExactBound"/> of them; beyond it a HyperLogLog sketch of 4,096 registers estimates it with a standard error of
/// 1.6 % (Flajolet et al. 2007; estimator of Ertl 2017, which needs no correction tables). Values are told apart by 64-bit hashes. Whether it is exact depends on the number of different
/// values in the window alone.
/// </summary>
internal sealed class DistinctCountState : AggregateState
{
    /// <summary>Most different values that are counted exactly.</summary>
    internal const int ExactBound = 512;

    private const int IndexBits = 12;
    private const int Registers = 1 << IndexBits;
    private const int LargestRank = 64 - IndexBits + 1;

    private readonly List<ulong> _hashes = [];
    private byte[]? _registers;

    internal override bool IsEmpty => _hashes.Count == 0 && _registers is null;

    /// <summary>Whether the count is an estimate.</summary>
    internal bool IsEstimate => _registers is not null;

    internal override void Reset()
    {
        _hashes.Clear();
        _registers = null;
    }

    internal override void Add(in WindowEvent item)
    {
        if (!item.Value.IsNull)
        {
            Take(ValueHash.Of(item.Value));
        }
    }

    internal override void Merge(AggregateState other)
    {
        var part = (DistinctCountState)other;
        if (part._registers is { } registers)
        {
            TakeRegisters(registers);
        }

        foreach (var hash in part._hashes)
        {
            Take(hash);
        }
    }

    internal override void Write(ValueWriter writer)
    {
        writer.WriteByte(_registers is null ? (byte)0 : (byte)1);
        if (_registers is not null)
        {
            writer.WriteBytes(_registers);
            return;
        }

        writer.WriteCount(_hashes.Count);
        foreach (var hash in _hashes)
        {
            writer.WriteInt64(unchecked((long)hash));
        }
    }

    internal override void MergeFrom(ref ValueReader reader)
    {
        if (reader.ReadByte() == 1)
        {
            TakeRegisters(reader.ReadBytes());
            return;
        }

        for (var count = reader.ReadCount(); count > 0; count--)
        {
            Take(unchecked((ulong)reader.ReadInt64()));
        }
    }

    internal override Value Finish() => Value.Of(_registers is null ? _hashes.Count : Estimate(_registers));

    private void Take(ulong hash)
    {
        if (_registers is not null)
        {
            Note(_registers, hash);
            return;
        }

        var place = _hashes.BinarySearch(hash);
        if (place >= 0)
        {
            return;
        }

        _hashes.Insert(~place, hash);
        if (_hashes.Count > ExactBound)
        {
            TakeRegisters([]);
        }
    }

    private void TakeRegisters(ReadOnlySpan<byte> registers)
    {
        _registers ??= new byte[Registers];
        foreach (var hash in _hashes)
        {
            Note(_registers, hash);
        }

        _hashes.Clear();
        for (var i = 0; i < registers.Length; i++)
        {
            _registers[i] = Math.Max(_registers[i], registers[i]);
        }
    }

    private static void Note(byte[] registers, ulong hash)
    {
        var index = hash >> (64 - IndexBits);
        var rank = (byte)Math.Min(LargestRank, BitOperations.LeadingZeroCount(hash << IndexBits) + 1);
        registers[index] = Math.Max(registers[index], rank);
    }

    // Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", algorithm 6.
    private static long Estimate(byte[] registers)
    {
        Span<int> counts = stackalloc int[LargestRank + 1];
        counts.Clear();
        foreach (var rank in registers)
        {
            counts[rank]++;
        }

        var z = Registers * Tau(1 - (counts[LargestRank] / (double)Registers));
        for (var rank = LargestRank - 1; rank >= 1; rank--)
        {
            z = 0.5 * (z + counts[rank]);
        }

        z += Registers * Sigma(counts[0] / (double)Registers);
        return (long)Math.Round(Registers / (2 * Math.Log(2)) * Registers / z);
    }

    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        var (y, z, before) = (1.0, x, -1.0);
        while (z != before)
        {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        }

        return z;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        var (y, z, before) = (1.0, 1 - x, -1.0);
        while (z != before)
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }

        return z / 3;
    }
}
