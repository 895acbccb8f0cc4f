using System.Globalization;
using Catalog.Core.Values;

namespace Catalog.Web.Http;

/// <summary>Reads values of a query string within their bounds.</summary>
internal static class QueryValues
{
    /// <summary>A number of items.</summary>
    /// <param name="name">Name of the parameter, for the message.</param>
    /// <param name="value">What the caller gave; null when nothing.</param>
    /// <param name="standard">What holds then.</param>
    /// <param name="most">The largest that is legal; the smallest is 1.</param>
    /// <exception cref="BadHttpRequestException">It is out of bounds.</exception>
    internal static int ReadCount(string name, int? value, int standard, int most)
        => value is null || (value >= 1 && value <= most)
            ? value ?? standard
            : throw new BadHttpRequestException(string.Create(CultureInfo.InvariantCulture, $"'{name}' is '{value}'; it must lie between 1 and {most:N0}."));

    /// <summary>A switch that is off unless it is given.</summary>
    /// <exception cref="BadHttpRequestException">It is neither true nor false.</exception>
    internal static bool ReadFlag(string name, string? text)
        => text is not null && (bool.TryParse(text, out var flag) ? flag : throw new BadHttpRequestException($"'{name}' is '{text}'; it must be true or false."));

    /// <summary>A time; null when nothing is given.</summary>
    /// <exception cref="BadHttpRequestException">It cannot be read.</exception>
    internal static Instant? ReadTime(string name, string? text) => string.IsNullOrEmpty(text) ? null
        : Instant.TryParse(text, out var time) ? time
        : throw new BadHttpRequestException($"'{name}' is '{text}'; it must be a time such as 2026-11-20T12:00:00Z.");

    /// <summary>A range of UTC days, both included; the last thirty when nothing is given.</summary>
    /// <exception cref="BadHttpRequestException">A day cannot be read, or the range is reversed or too long.</exception>
    internal static (DateOnly From, DateOnly To) ReadDays(string? from, string? to, TimeProvider clock)
    {
        const int standard = 30;
        const int most = 3_660;
        var last = ReadDay(nameof(to), to) ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = ReadDay(nameof(from), from) ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - standard + 1));
        return last.DayNumber - first.DayNumber is >= 0 and < most
            ? (first, last)
            : throw new BadHttpRequestException(
                string.Create(CultureInfo.InvariantCulture, $"The days from '{first:yyyy-MM-dd}' to '{last:yyyy-MM-dd}' are no range; 'from' must come first, at most {most:N0} days before 'to'."));
    }

    private static DateOnly? ReadDay(string name, string? text)
        => string.IsNullOrEmpty(text) ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw new BadHttpRequestException($"'{name}' is '{text}'; it must be a day such as 2026-11-20.");
}
