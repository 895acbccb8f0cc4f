using System.Globalization;

namespace Catalog.Core.Values;

/// <summary>Reads and writes durations as definitions spell them: <c>90s</c>, <c>5m</c>, <c>1h</c>, <c>30d</c>, <c>1h30m</c>.</summary>
public static class Duration
{
    private static readonly (char Unit, TimeSpan Length)[] Units =
    [
        ('d', TimeSpan.FromDays(1)),
        ('h', TimeSpan.FromHours(1)),
        ('m', TimeSpan.FromMinutes(1)),
        ('s', TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Reads <c>0</c> or a sequence of whole numbers each followed by d, h, m or s in falling order. False for anything else.</summary>
    public static bool TryParse(string? text, out TimeSpan duration) => TryParse(text, out duration, out _);

    /// <summary>Reads as the other does, and says whether what cannot be read is written well but longer than ten million days.</summary>
    public static bool TryParse(string? text, out TimeSpan duration, out bool isTooLong)
    {
        duration = TimeSpan.Zero;
        isTooLong = false;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var rest = text.AsSpan().Trim();
        if (rest is "0")
        {
            return true;
        }

        var lastUnit = -1;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
            {
                return false;
            }

            var symbol = rest[digits];
            var unit = Array.FindIndex(Units, u => u.Unit == symbol);
            if (unit <= lastUnit)
            {
                return false;
            }

            if (!long.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > (TimeSpan.MaxValue - duration) / Units[unit].Length)
            {
                isTooLong = true;
                return false;
            }

            duration += TimeSpan.FromTicks(Units[unit].Length.Ticks * count);
            lastUnit = unit;
            rest = rest[(digits + 1)..];
        }

        return true;
    }

    /// <summary>The shortest spelling that <see cref="TryParse(string?, out TimeSpan)"/> reads back; parts below a second are cut.</summary>
    public static string Format(TimeSpan duration)
    {
        var text = string.Empty;
        foreach (var (unit, length) in Units)
        {
            var count = duration.Ticks / length.Ticks;
            if (count > 0)
            {
                text += count.ToString(CultureInfo.InvariantCulture) + unit;
                duration -= TimeSpan.FromTicks(length.Ticks * count);
            }
        }

        return text.Length == 0 ? "0" : text;
    }
}
