using Catalog.Core.Values;

namespace FeatureStore.Expressions.Functions;

/// <summary>What the clocks of a zone show. Without a zone: UTC.</summary>
internal sealed class LocalClock(TimeZoneInfo? zone)
{
    /// <summary>Finds a zone by its IANA name.</summary>
    /// <returns>Null when there is none.</returns>
    internal static LocalClock? Find(string name)
        => IsName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? new LocalClock(zone) : null;

    /// <summary>What the clocks show; null outside of the years 1 to 9999.</summary>
    internal DateTime? Show(Instant time)
    {
        if (time < Instant.MinValue || time > Instant.MaxValue)
        {
            return null;
        }

        var utc = DateTime.SpecifyKind(time.ToDateTime(), DateTimeKind.Utc);
        return zone is null ? utc : Move(utc, zone.GetUtcOffset(utc));
    }

    /// <summary>When the clocks show this first; where they skip it, when they skip. Null outside of the years 1 to 9999.</summary>
    internal Instant? Read(DateTime local)
    {
        if (zone is null)
        {
            return Instant.FromDateTime(local);
        }

        var plain = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var offset = zone.IsAmbiguousTime(plain) ? zone.GetAmbiguousTimeOffsets(plain).Max() : zone.GetUtcOffset(plain);
        return Move(plain, -offset) is { } utc ? Instant.FromDateTime(utc) : null;
    }

    private static DateTime? Move(DateTime time, TimeSpan by)
    {
        var ticks = time.Ticks + by.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks) : null;
    }

    // The name becomes part of a path where the system keeps zones as files.
    private static bool IsName(string name)
        => name.Length is > 0 and <= 100 && char.IsAsciiLetter(name[0]) && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+');
}
