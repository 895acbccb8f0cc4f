namespace FeatureStore.Statistics;

/// <summary>
/// Numbers as they come: all of them up to the capacity, then a uniform random sample of that size (Vitter's algorithm R). The random numbers begin the same each time, so the
/// same numbers in the same order give the same sample.
/// </summary>
internal sealed class Reservoir(int capacity)
{
    private const int Seed = 20_261_120;

    // With this probability at least one of all quantiles is off by more than the stated rank error (Dvoretzky, Kiefer, Wolfowitz, Massart).
    private const double Doubt = 0.001;

    private readonly Random _random = new(Seed);
    private double[] _numbers = [];

    internal long Seen { get; private set; }

    private int Kept => (int)Math.Min(Seen, capacity);

    /// <summary>0 as long as nothing was left out.</summary>
    internal double RankError => Seen <= capacity ? 0 : Math.Sqrt(Math.Log(2 / Doubt) / (2.0 * capacity));

    internal void Add(double number)
    {
        if (Seen < capacity)
        {
            if (Seen == _numbers.Length)
            {
                Array.Resize(ref _numbers, (int)Math.Min(capacity, Math.Max(16, Seen * 2)));
            }

            _numbers[Seen] = number;
        }
        else if (_random.NextInt64(Seen + 1) is var place && place < capacity)
        {
            _numbers[place] = number;
        }

        Seen++;
    }

    /// <summary>Sorts what is kept, in place; nothing may be added afterwards.</summary>
    internal ReadOnlySpan<double> Sort()
    {
        var kept = _numbers.AsSpan(0, Kept);
        kept.Sort();
        return kept;
    }
}
