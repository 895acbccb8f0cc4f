namespace Ingestion.Conversions;

/// <summary>
/// Turns local times of an IANA zone into UTC. A local time that a clock change skips or repeats is read with the earlier offset: the one in force before the
/// change. Remembers the offset of whole days, since almost every day has one.
/// </summary>
internal sealed class SourceZone
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TimeZoneInfo _zone;
    private int _cachedDay = -1;
    private long? _cachedOffsetTicks;

    private SourceZone(TimeZoneInfo zone) => _zone = zone;

    /// <exception cref="IngestionException">The machine does not know the zone.</exception>
    internal static SourceZone Find(string id, string column)
    {
        try
        {
            return new SourceZone(TimeZoneInfo.FindSystemTimeZoneById(id));
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new IngestionException(
                IngestionErrorCode.InvalidRequest,
                $"The zone '{id}' of column '{column}' is not known on this machine. Write an IANA name such as 'Europe/London', and install the zone data (package 'tzdata') where it is missing.",
                error);
        }
    }

    /// <summary>The UTC ticks of a local time; outside of the years 1 to 9999 when the offset leads there.</summary>
    internal long ToUtcTicks(DateTime local)
    {
        var day = (int)(local.Ticks / TimeSpan.TicksPerDay);
        if (day != _cachedDay)
        {
            _cachedDay = day;
            _cachedOffsetTicks = OffsetOfWholeDay(local.Date);
        }

        return local.Ticks - (_cachedOffsetTicks ?? OffsetNearChange(local));
    }

    /// <summary>The ticks of the local clock at a UTC time.</summary>
    internal long ToLocalTicks(long utcTicks) => utcTicks + OffsetAt(utcTicks);

    private long? OffsetOfWholeDay(DateTime date)
    {
        var before = OffsetAt(date.Ticks - Day.Ticks);
        var after = OffsetAt(date.Ticks + (2 * Day.Ticks));
        return before == after ? before : null;
    }

    private long OffsetNearChange(DateTime local)
    {
        var before = OffsetAt(local.Ticks - Day.Ticks);
        var after = OffsetAt(local.Ticks + Day.Ticks);
        return OffsetAt(local.Ticks - before) != before && OffsetAt(local.Ticks - after) == after ? after : before;
    }

    private long OffsetAt(long utcTicks)
    {
        var clamped = Math.Clamp(utcTicks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return _zone.GetUtcOffset(new DateTime(clamped, DateTimeKind.Utc)).Ticks;
    }
}
