using System.Globalization;
using Catalog.Core.Values;

namespace Lineage.Runs;

/// <summary>A place in the list of runs: behind the first <paramref name="Skip"/> runs with this time.</summary>
/// <param name="Time">Sort time of the last run given out.</param>
/// <param name="Skip">How many runs with exactly that time have been given out.</param>
public readonly record struct RunCursor(Instant Time, int Skip)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="LineageException">The text is something else.</exception>
    public static RunCursor Parse(string text)
    {
        var parts = text.Split('_');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var skip))
        {
            return new RunCursor(new Instant(time), skip);
        }

        throw new LineageException(
            LineageErrorCode.InvalidCursor, $"Listing runs: the cursor '{text}' is none that this list gave out. Leave it out to begin at the latest run.");
    }

    /// <summary>The cursor as callers see it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time.UnixMicroseconds}_{Skip}");

    /// <summary>The cursor behind a page.</summary>
    /// <param name="times">Sort times of the runs on the page, which is not empty, latest first.</param>
    /// <param name="before">The cursor that the page began at; null for the first page.</param>
    public static RunCursor Behind(IReadOnlyList<Instant> times, RunCursor? before)
    {
        var last = times[^1];
        var same = times.Count(time => time == last);
        return new RunCursor(last, before is { } known && known.Time == last ? known.Skip + same : same);
    }
}
