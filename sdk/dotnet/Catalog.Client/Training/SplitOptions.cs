using System.Globalization;

namespace Catalog.Client;

/// <summary>How the rows of a training set are divided on the server, the same way each time.</summary>
public sealed record SplitOptions
{
    private SplitOptions(IReadOnlyList<DatasetPart> parts, bool isByTime)
    {
        Parts = parts;
        IsByTime = isByTime;
    }

    /// <summary>The parts in order.</summary>
    public IReadOnlyList<DatasetPart> Parts { get; }

    /// <summary>Columns of the frame: all rows with the same values of them are in one part. Empty: each row is divided by itself. Not for parts by time.</summary>
    public IReadOnlyList<string> By
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(By), "The columns that keep rows together are null; leave them out to divide each row by itself.");
    }

    = [];

    /// <summary>Another seed divides the rows otherwise. Not for parts by time. Default: 0.</summary>
    public long Seed { get; init; }

    internal string Kind => IsByTime ? "time" : By.Count > 0 ? "key" : "ratio";

    private bool IsByTime { get; }

    /// <summary>Parts by ratio.</summary>
    /// <param name="parts">Name and ratio of each, above 0; all together are 1.</param>
    /// <exception cref="ArgumentException">A ratio is no number.</exception>
    public static SplitOptions ByRatio(params ReadOnlySpan<(string Name, double Ratio)> parts) =>
        new(parts.ToArray().Select(static part => new DatasetPart(part.Name, Finite(part))).ToList(), isByTime: false);

    private static double Finite((string Name, double Ratio) part) => double.IsFinite(part.Ratio)
        ? part.Ratio
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The ratio of the part '{part.Name}' is {part.Ratio}; it must be a number above 0 and below 1."));

    /// <summary>Parts by time: each has the rows before its time that are in no earlier part, and the last one what is left.</summary>
    /// <param name="last">Name of the last part.</param>
    /// <param name="parts">Name and end of each other part, in the order of time.</param>
    public static SplitOptions ByTime(string last, params ReadOnlySpan<(string Name, DateTimeOffset Before)> parts) =>
        new([.. parts.ToArray().Select(static part => new DatasetPart(part.Name, null, part.Before.ToUniversalTime())), new DatasetPart(last)], isByTime: true);
}
