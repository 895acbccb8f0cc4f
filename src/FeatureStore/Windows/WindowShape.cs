namespace FeatureStore.Windows;

/// <summary>
/// The edges of a sliding window (<c>docs/architecture.md</c>, "Time"). At T it covers the events with floor(T - window, hop) &lt; event time &lt;= T: exact at the head, rounded down
/// to the hop at the tail. Tile k of a hop covers (k * hop, (k + 1) * hop], so that the tail always falls between two tiles. All times are microseconds since 1970, UTC.
/// </summary>
/// <param name="Window">Length of the window; a multiple of the hop.</param>
/// <param name="Hop">Length of a tile.</param>
internal readonly record struct WindowShape(long Window, long Hop)
{
    /// <summary>The tile that an event falls into.</summary>
    internal long TileOf(long eventTime) => FloorDiv(eventTime - 1, Hop);

    /// <summary>The first tile of the window at T; all its events count, those of earlier tiles do not.</summary>
    internal long FirstTileAt(long time) => FloorDiv(time - Window, Hop);

    /// <summary>The far edge at T, excluded.</summary>
    internal long StartAt(long time) => FirstTileAt(time) * Hop;

    /// <summary>Most tiles that a window touches: the full ones and the open one at its head.</summary>
    internal int TileCount => (int)(Window / Hop) + 1;

    /// <summary>The hop that a window gets when none is declared: 5 minutes up to 12 hours, 1 hour up to 12 days, else 1 day.</summary>
    internal static TimeSpan DefaultHop(TimeSpan window)
        => window <= TimeSpan.FromHours(12) ? TimeSpan.FromMinutes(5) : window <= TimeSpan.FromDays(12) ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);

    private static long FloorDiv(long number, long divisor)
    {
        // One division: two take longer than all else that is done with an event.
        var quotient = number / divisor;
        return quotient * divisor > number ? quotient - 1 : quotient;
    }
}
