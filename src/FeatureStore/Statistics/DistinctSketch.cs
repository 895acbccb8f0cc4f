using System.Numerics;

namespace FeatureStore.Statistics;

/// <summary>Estimates how many different values there are in 16 KiB (HyperLogLog with 2^14 registers, linear counting while few are used).</summary>
internal sealed class DistinctSketch
{
    /// <summary>Standard error of the estimate as a part of it: 1.04 / sqrt(2^14).</summary>
    internal const double Error = 0.0082;

    private const int IndexBits = 14;
    private const int RegisterCount = 1 << IndexBits;

    private readonly byte[] _registers = new byte[RegisterCount];

    internal void Add(ulong hash)
    {
        var index = hash >> (64 - IndexBits);
        var zeros = (byte)(BitOperations.LeadingZeroCount((hash << IndexBits) | (1UL << (IndexBits - 1))) + 1);
        if (_registers[index] < zeros)
        {
            _registers[index] = zeros;
        }
    }

    internal long Estimate()
    {
        var sum = 0.0;
        var unused = 0;
        foreach (var register in _registers)
        {
            sum += Math.ScaleB(1, -register);
            unused += register == 0 ? 1 : 0;
        }

        const double Alpha = 0.7213 / (1 + (1.079 / RegisterCount));
        var raw = Alpha * RegisterCount * RegisterCount / sum;
        return (long)Math.Round(raw <= 2.5 * RegisterCount && unused > 0 ? RegisterCount * Math.Log((double)RegisterCount / unused) : raw);
    }
}
