using Catalog.Core.Values;

namespace Catalog.Cli.Output;

/// <summary>Writes times of the server for people: to the second, which is what a column has room for.</summary>
internal static class ShownTime
{
    private const long Second = 1_000_000;

    /// <summary>The time, or what came instead of one.</summary>
    internal static string? Of(string? time) => Instant.TryParse(time, out var instant) ? new Instant(instant.UnixMicroseconds - (((instant.UnixMicroseconds % Second) + Second) % Second)).ToString() : time;
}
