using System.Globalization;
using Catalog.Core.Values;

namespace Catalog.Web.Formatting;

/// <summary>How the portal writes instants. All are UTC; the year stands only when it is not the current one.</summary>
public static class Times
{
    /// <summary>Hover text: <c>2026-11-20 12:50:00 UTC</c>, with fractions of a second when there are any.</summary>
    public static string Stamp(Instant at) => at.ToString().Replace('T', ' ').Replace("Z", " UTC", StringComparison.Ordinal);

    /// <summary>As <see cref="Stamp"/>, where it is said elsewhere that times are UTC: <c>2026-11-20 12:50:00</c>.</summary>
    public static string Dated(Instant at) => at.ToString().Replace('T', ' ').Replace("Z", string.Empty, StringComparison.Ordinal);

    /// <summary>An event time to the minute: <c>20 Nov 10:26</c>, <c>9 Dec 2011 12:50</c>.</summary>
    public static string Minute(Instant at, Instant now) => Write(at, now, "d MMM HH:mm", "d MMM yyyy HH:mm");

    /// <summary>An event time with all its digits: <c>20 Nov 10:26:00.412</c>.</summary>
    public static string Exact(Instant at, Instant now)
    {
        var fraction = (at.UnixMicroseconds % 1_000_000, at.UnixMicroseconds % 1_000) switch
        {
            (0, _) => string.Empty,
            (_, 0) => ".fff",
            _ => ".ffffff",
        };
        return Write(at, now, "d MMM HH:mm:ss" + fraction, "d MMM yyyy HH:mm:ss" + fraction);
    }

    /// <summary>A time to the second, where one line has no room for more: <c>20 Nov 10:26:00</c>.</summary>
    public static string Second(Instant at, Instant now) => Write(at, now, "d MMM HH:mm:ss", "d MMM yyyy HH:mm:ss");

    /// <summary>From one time to another, as short as it can be told: <c>15 Nov 10:00 to 11:00</c>, <c>15 Nov 10:00 to 16 Nov 10:00</c>; seconds only where there are any.</summary>
    public static string Span(Instant from, Instant to, Instant now)
    {
        var end = Short(to, now);
        var day = Day(to, now);
        return $"{Short(from, now)} to {(Day(from, now) == day && end.StartsWith(day + ' ', StringComparison.Ordinal) ? end[(day.Length + 1)..] : end)}";
    }

    private static string Short(Instant at, Instant now) => at.UnixMicroseconds % 60_000_000 == 0 ? Minute(at, now) : Second(at, now);

    /// <summary>A day: <c>31 Jan</c>, <c>28 Feb 2027</c>.</summary>
    public static string Day(Instant at, Instant now) => Write(at, now, "d MMM", "d MMM yyyy");

    /// <summary>A day of the last weeks, where the year goes without saying: <c>6 Nov</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>The server's clock: <c>12:52 UTC</c>.</summary>
    public static string Clock(Instant now) => Write(now, now, "HH:mm 'UTC'", "HH:mm 'UTC'");

    /// <summary><c>2 min ago</c>, <c>in 9 d</c>, <c>just now</c>.</summary>
    public static string Relative(Instant at, Instant now) => (now - at) switch
    {
        { TotalSeconds: > -1 and < 1 } => "just now",
        { Ticks: < 0 } ahead => "in " + Durations.Age(ahead),
        var age => Durations.Age(age) + " ago",
    };

    private static string Write(Instant at, Instant now, string sameYear, string otherYear)
    {
        if (at < Instant.MinValue || at > Instant.MaxValue)
        {
            return at.ToString();
        }

        var time = at.ToDateTime();
        return time.ToString(time.Year == now.ToDateTime().Year ? sameYear : otherYear, CultureInfo.InvariantCulture);
    }
}
