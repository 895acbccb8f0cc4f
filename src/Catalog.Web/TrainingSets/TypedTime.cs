using System.Globalization;
using Catalog.Core.Values;

namespace Catalog.Web.TrainingSets;

/// <summary>Times as people type them. Without an offset they are UTC.</summary>
internal static class TypedTime
{
    /// <summary>Whether it is a time that begins with year, month and day. Other orders are refused: 1.12.2026 would be read as a day of January.</summary>
    internal static bool TryRead(string typed, out Instant time)
    {
        time = default;
        return typed.Trim() is [_, _, _, _, '-', _, _, '-', _, _, ..] text && Instant.TryParse(text, out time);
    }

    /// <summary>Why it is no time.</summary>
    internal static string Refuse(string typed) => $"'{typed}' is no time; write it like 2026-11-20T12:00:00Z.";

    /// <summary>A time that is written otherwise, but can mean one moment only, as it has to be written; null for any other.</summary>
    internal static string? Meant(string typed) => !TryRead(typed, out _) && DateTime.TryParseExact(
        typed.Trim(), ["d.M.yyyy", "d.M.yyyy HH:mm", "d.M.yyyy HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var meant)
        ? Write(new DateTimeOffset(meant, TimeSpan.Zero))
        : null;

    /// <summary>The second of a moment.</summary>
    internal static string Write(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
