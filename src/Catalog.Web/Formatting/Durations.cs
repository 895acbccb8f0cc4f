using System.Globalization;

namespace Catalog.Web.Formatting;

/// <summary>How the portal writes durations: <c>7.4 ms</c>, <c>13 min 50 s</c>, <c>2 h 55 min</c>, <c>9 d</c>.</summary>
public static class Durations
{
    /// <summary>Two units at most, for what was measured: <c>0.38 ms</c>, <c>1.6 s</c>, <c>13 min 50 s</c>, <c>11 d 4 h</c>.</summary>
    public static string Exact(TimeSpan duration)
    {
        var length = duration.Duration();
        var text = length.TotalSeconds switch
        {
            0 => "0 s",
            < 0.00001 => "< 0.01 ms",
            < 0.00995 => Digits(length.TotalMilliseconds, "0.##") + " ms",
            < 0.0995 => Digits(length.TotalMilliseconds, "0.#") + " ms",
            < 0.9995 => Digits(length.TotalMilliseconds, "0") + " ms",
            < 9.95 => Digits(length.TotalSeconds, "0.#") + " s",
            < 59.5 => Digits(length.TotalSeconds, "0") + " s",
            < 3_599.5 => Pair(Math.Round(length.TotalSeconds), 60, "min", "s"),
            < 86_370 => Pair(Math.Round(length.TotalMinutes), 60, "h", "min"),
            _ => Pair(Math.Round(length.TotalHours), 24, "d", "h"),
        };
        return duration < TimeSpan.Zero ? "−" + text : text;
    }

    /// <summary>One unit, cut and not rounded, for an age: <c>4 s</c>, <c>14 min</c>, <c>2 h</c>, <c>9 d</c>.</summary>
    public static string Age(TimeSpan duration) => duration.Duration() switch
    {
        { TotalSeconds: < 60 } length => Whole(length.TotalSeconds, "s"),
        { TotalMinutes: < 60 } length => Whole(length.TotalMinutes, "min"),
        { TotalHours: < 24 } length => Whole(length.TotalHours, "h"),
        var length => Whole(length.TotalDays, "d"),
    };

    /// <summary>In words, for windows and promises: <c>7 days</c>, <c>1 hour</c>, <c>1 hour 30 minutes</c>.</summary>
    public static string Words(TimeSpan duration)
    {
        var parts = new List<string>(4);
        Add(duration.Days, "day");
        Add(duration.Hours, "hour");
        Add(duration.Minutes, "minute");
        Add(duration.Seconds, "second");
        return parts.Count > 0 ? string.Join(' ', parts) : Exact(duration);

        void Add(int count, string unit)
        {
            if (count != 0)
            {
                parts.Add(Numbers.Count(count, unit));
            }
        }
    }

    private static string Pair(double total, int size, string large, string small)
    {
        var (whole, rest) = Math.DivRem((long)total, size);
        return rest == 0 ? $"{Numbers.Count(whole)} {large}" : $"{Numbers.Count(whole)} {large} {rest} {small}";
    }

    private static string Whole(double value, string unit) => $"{Numbers.Count((long)value)} {unit}";

    private static string Digits(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
