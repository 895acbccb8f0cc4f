namespace FeatureStore.Statistics;

/// <summary>Numbers counted into bins of one width with round edges.</summary>
/// <param name="Bins">
/// Twenty, ascending and without gaps; fewer for whole numbers of a small range (one bin each) and a single one when all numbers are the same. Empty without numbers.
/// </param>
/// <param name="Below">Numbers below the first bin: at most 1 %, left out because they would leave no room for the others.</param>
/// <param name="Above">Numbers above the last bin, likewise.</param>
public sealed record Histogram(IReadOnlyList<HistogramBin> Bins, long Below, long Above)
{
    /// <summary>No numbers.</summary>
    public static Histogram Empty { get; } = new([], 0, 0);

    /// <summary>Whether the first bin holds more than half of all numbers, so that a figure shows it apart.</summary>
    public bool IsFirstApart => Bins.Count > 1 && Bins[0].Count > Bins.Sum(static bin => bin.Count) + Below + Above - Bins[0].Count;
}

/// <summary>One bin.</summary>
/// <param name="From">Smallest number in it.</param>
/// <param name="To">Its end, which belongs to the next bin; of the last bin it is included.</param>
/// <param name="Count">Numbers in it.</param>
public readonly record struct HistogramBin(double From, double To, long Count);
