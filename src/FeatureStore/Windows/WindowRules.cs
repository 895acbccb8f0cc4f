using System.Numerics;
using Catalog.Core.Errors;
using Catalog.Core.Values;

namespace FeatureStore.Windows;

/// <summary>What windows and hops may be declared.</summary>
public static class WindowRules
{
    /// <summary>The most tiles of a window: each key keeps a state for each of them.</summary>
    public const int MostTiles = 4_000;

    /// <summary>The longest window.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(36_500);

    private static readonly TimeSpan ShortestHop = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with a window and its hop, and what would be right; null when they can be used.</summary>
    /// <param name="window">The length of the window.</param>
    /// <param name="hop">The hop as declared; null takes the default.</param>
    /// <param name="written">How the window was written, which messages quote; null writes it in the shortest way.</param>
    public static WindowError? Check(TimeSpan window, TimeSpan? hop, string? written = null)
    {
        var words = written ?? Duration.Format(window);
        if (window <= TimeSpan.Zero || window > LongestWindow)
        {
            return new WindowError(
                IsAboutHop: false, $"The window is '{words}'; it must be longer than nothing and no longer than '{Duration.Format(LongestWindow)}'.",
                "Write a duration such as 1h or 7d.");
        }

        var tile = hop ?? WindowShape.DefaultHop(window);
        if (tile < ShortestHop)
        {
            return new WindowError(IsAboutHop: true, $"The hop is '{Duration.Format(tile)}'; it must be at least '1s'.", Fix.Remove("Remove 'hop' to take the default."));
        }

        if (window.Ticks % tile.Ticks != 0)
        {
            return NoMultiple(window, words, tile, isDeclared: hop is not null);
        }

        return window.Ticks / tile.Ticks > MostTiles ? TooManyTiles(window, words, tile, isDeclared: hop is not null) : null;
    }

    private static WindowError NoMultiple(TimeSpan window, string written, TimeSpan hop, bool isDeclared)
    {
        var below = TimeSpan.FromTicks(window.Ticks / hop.Ticks * hop.Ticks);
        TimeSpan[] near = below > TimeSpan.Zero ? [below, below + hop] : [hop];
        var quoted = near.Select(static length => $"'{Duration.Format(length)}'").ToList();
        FindingEdit[] windows = [.. near.Select(static length => FindingEdit.Write(Duration.Format(length), "window"))];
        var shared = TimeSpan.FromTicks((long)BigInteger.GreatestCommonDivisor(window.Ticks, hop.Ticks));
        return new WindowError(
            isDeclared,
            $"The window '{written}' is no multiple of its hop '{Duration.Format(hop)}'{(isDeclared ? null : ", the default for its length")}; the nearest that are: {string.Join(" and ", quoted)}.",
            shared >= ShortestHop && window.Ticks / shared.Ticks <= MostTiles
                ? new Fix($"Write {string.Join(" or ", quoted)} as 'window', or 'hop: {Duration.Format(shared)}'.", [.. windows, FindingEdit.Write(Duration.Format(shared), "hop")])
                : new Fix($"Write {string.Join(" or ", quoted)} as 'window'.", windows));
    }

    private static WindowError TooManyTiles(TimeSpan window, string written, TimeSpan hop, bool isDeclared)
    {
        var (shortest, longest) = (Duration.Format(TimeSpan.FromSeconds(Math.Ceiling(window.TotalSeconds / MostTiles))), Duration.Format(hop * MostTiles));
        return new WindowError(
            isDeclared,
            $"The window '{written}' has {window.Ticks / hop.Ticks:N0} hops of '{Duration.Format(hop)}'; each key keeps a state for each, and at most {MostTiles:N0} are legal.",
            new Fix($"Write at least 'hop: {shortest}', or at most 'window: {longest}'.", FindingEdit.Write(shortest, "hop"), FindingEdit.Write(longest, "window")));
    }
}

/// <summary>Something wrong with a window.</summary>
/// <param name="IsAboutHop">Whether the declared hop is to blame rather than the window.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What would be right.</param>
public sealed record WindowError(bool IsAboutHop, string Message, Fix Fix);
