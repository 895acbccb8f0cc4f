using System.Globalization;
using System.Text;

namespace Catalog.Core.Values;

/// <summary>A UTC instant with microsecond resolution. The only representation of event and arrival times in the product.</summary>
/// <param name="UnixMicroseconds">Microseconds since 1970-01-01T00:00:00Z; may be negative.</param>
public readonly record struct Instant(long UnixMicroseconds) : IComparable<Instant>
{
    /// <summary>The smallest instant that a <see cref="DateTime"/> can show: 0001-01-01T00:00:00Z.</summary>
    public static readonly Instant MinValue = FromDateTime(DateTime.MinValue);

    /// <summary>The largest instant that a <see cref="DateTime"/> can show: 9999-12-31T23:59:59.999999Z.</summary>
    public static readonly Instant MaxValue = FromDateTime(DateTime.MaxValue);

    private const int MaxTextLength = 100;

    /// <summary>The current instant of <paramref name="clock"/>.</summary>
    public static Instant Now(TimeProvider clock) => From(clock.GetUtcNow());

    /// <summary>Converts; digits below a microsecond are cut towards the past.</summary>
    public static Instant From(DateTimeOffset time) => FromDateTime(time.UtcDateTime);

    /// <summary>The instant of <paramref name="utc"/>, whose ticks are read as UTC whatever its kind says.</summary>
    public static Instant FromDateTime(DateTime utc)
        => new(Math.DivRem(utc.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond, out var rest) - (rest < 0 ? 1 : 0));

    /// <summary>
    /// Reads ISO 8601 text (<see cref="IsoTimestamp"/>) such as <c>2011-12-09T12:50:00+01:00</c>, <c>2011-12-09 12:50</c> or <c>2011-12-09</c>; text without an offset is UTC, and spaces around it do not
    /// count. False when it is none, also where the year does not come first: <c>1.12.2026</c> is a day of January to some and of December to others.
    /// </summary>
    public static bool TryParse(string? text, out Instant instant)
    {
        instant = default;
        Span<byte> utf8 = stackalloc byte[MaxTextLength];
        if (!Encoding.UTF8.TryGetBytes(text.AsSpan().Trim(), utf8, out var length) || !IsoTimestamp.TryParse(utf8[..length], out var local, out var offset))
        {
            return false;
        }

        var ticks = local.Ticks - (offset ?? TimeSpan.Zero).Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = FromDateTime(new DateTime(ticks, DateTimeKind.Utc));
        return true;
    }

    /// <summary>The same instant as a UTC <see cref="DateTime"/>. Throws when it lies outside the years 1 to 9999.</summary>
    public DateTime ToDateTime() => DateTime.UnixEpoch.AddTicks(checked(UnixMicroseconds * TimeSpan.TicksPerMicrosecond));

    /// <summary>The same instant with offset zero. Throws when it lies outside the years 1 to 9999.</summary>
    public DateTimeOffset ToDateTimeOffset() => new(ToDateTime());

    /// <inheritdoc />
    public int CompareTo(Instant other) => UnixMicroseconds.CompareTo(other.UnixMicroseconds);

    /// <summary>RFC 3339 with <c>Z</c> and no, three or six fraction digits.</summary>
    public override string ToString()
    {
        if (this < MinValue || this > MaxValue)
        {
            return UnixMicroseconds.ToString(CultureInfo.InvariantCulture) + "us";
        }

        var format = (UnixMicroseconds % 1_000_000, UnixMicroseconds % 1_000) switch
        {
            (0, _) => "yyyy-MM-dd'T'HH:mm:ss'Z'",
            (_, 0) => "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            _ => "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
        };
        return ToDateTime().ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The instant later by <paramref name="span"/>.</summary>
    public static Instant operator +(Instant left, TimeSpan span) => new(left.UnixMicroseconds + (span.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>The instant earlier by <paramref name="span"/>.</summary>
    public static Instant operator -(Instant left, TimeSpan span) => new(left.UnixMicroseconds - (span.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>The time from <paramref name="right"/> to <paramref name="left"/>; negative when left is earlier.</summary>
    public static TimeSpan operator -(Instant left, Instant right)
        => new((left.UnixMicroseconds - right.UnixMicroseconds) * TimeSpan.TicksPerMicrosecond);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant left, Instant right) => left.UnixMicroseconds < right.UnixMicroseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant left, Instant right) => left.UnixMicroseconds > right.UnixMicroseconds;

    /// <summary>Earlier than or equal to.</summary>
    public static bool operator <=(Instant left, Instant right) => left.UnixMicroseconds <= right.UnixMicroseconds;

    /// <summary>Later than or equal to.</summary>
    public static bool operator >=(Instant left, Instant right) => left.UnixMicroseconds >= right.UnixMicroseconds;
}
