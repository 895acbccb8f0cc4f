using System.Globalization;
using Catalog.Core.Values;

namespace Catalog.Web.Formatting;

/// <summary>Places on the axes of a figure: round numbers, and round times in UTC.</summary>
internal static class AxisTicks
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(5), TimeSpan.FromDays(10), TimeSpan.FromDays(20), TimeSpan.FromDays(50), TimeSpan.FromDays(100),
    ];

    /// <summary>Round numbers within a range that holds zero, zero among them; at most four, ascending.</summary>
    /// <param name="least">The least number, at most zero.</param>
    /// <param name="most">The greatest number, at least zero.</param>
    /// <param name="isWhole">Whether only whole numbers have a meaning.</param>
    internal static IReadOnlyList<double> OfNumbers(double least, double most, bool isWhole)
    {
        var range = most - least;
        if (!double.IsFinite(range) || range <= 0)
        {
            return [0];
        }

        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(range)) - 1);
        var step = new[] { 1, 2, 2.5, 5, 10, 20, 25, 50, 100, 200 }.Select(part => part * magnitude).First(step => (!isWhole || step == Math.Floor(step)) && Floor(most / step) + Floor(-least / step) <= 3);
        return [.. Enumerable.Range(-Floor(-least / step), Floor(most / step) + Floor(-least / step) + 1).Select(i => i * step)];
    }

    /// <summary>Round times between two instants, at most so many, with what is written below them.</summary>
    internal static IReadOnlyList<(Instant At, string Text)> OfTimes(Instant from, Instant to, int most)
    {
        var length = to - from;
        var step = Array.Find(Steps, step => length / step <= most);
        step = step == default ? TimeSpan.FromDays(Math.Ceiling(length.TotalDays / most)) : step;
        var micros = step.Ticks / TimeSpan.TicksPerMicrosecond;
        var ticks = new List<(Instant, string)>();
        for (var at = (Math.DivRem(from.UnixMicroseconds, micros).Quotient * micros) + (from.UnixMicroseconds % micros > 0 ? micros : 0); at < to.UnixMicroseconds; at += micros)
        {
            var tick = new Instant(at);
            ticks.Add((tick, TextOf(tick, step, length)));
        }

        return ticks;
    }

    // A quotient a hair below a whole number, as that of 0.3 and 0.1, is one.
    private static int Floor(double quotient) => (int)Math.Floor(quotient + 1e-9);

    private static string TextOf(Instant at, TimeSpan step, TimeSpan length)
    {
        var format = step < TimeSpan.FromDays(1) ? (length > TimeSpan.FromDays(1) ? "ddd HH:mm" : "HH:mm") : length <= TimeSpan.FromDays(15) ? "ddd d" : "d MMM";
        return at < Instant.MinValue || at > Instant.MaxValue ? string.Empty : at.ToDateTime().ToString(format, CultureInfo.InvariantCulture);
    }
}
