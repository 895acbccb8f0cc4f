using System.Globalization;

namespace FeatureStore.Embedded;

/// <summary>
/// Names a segment and fixes its place in the log: by number, then by generation. Compaction writes the merged file under the number of
/// the newest file it replaces and the next generation, so it stands right behind them and before everything written since.
/// </summary>
internal readonly record struct SegmentId(long Number, int Generation) : IComparable<SegmentId>
{
    internal const string Extension = ".seg";

    internal static bool TryParse(string fileName, out SegmentId id)
    {
        id = default;
        var parts = Path.GetFileNameWithoutExtension(fileName).Split('-');
        if (Path.GetExtension(fileName) != Extension || parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
        {
            return false;
        }

        id = new SegmentId(number, generation);
        return true;
    }

    public int CompareTo(SegmentId other) => (Number, Generation).CompareTo((other.Number, other.Generation));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number:D10}-{Generation}");
}
