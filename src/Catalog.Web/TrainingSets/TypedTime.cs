using System.Globalization;

namespace Catalog.Web.TrainingSets;

/// <summary>Times as people type them. Without an offset they are UTC.</summary>
internal static class TypedTime
{
    /// <summary>Why it is no time.</summary>
    internal static string Refuse(string typed) => $"'{typed}' is no time; write it like 2026-11-20T12:00:00Z.";

    /// <summary>A time that is written otherwise, but can mean one moment only, as it has to be written; null for any other.</summary>
    internal static string? Meant(string typed) => DateTime.TryParseExact(
        typed.Trim(), ["d.M.yyyy", "d.M.yyyy HH:mm", "d.M.yyyy HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var meant)
        ? Write(new DateTimeOffset(meant, TimeSpan.Zero))
        : null;

    /// <summary>The second of a moment.</summary>
    internal static string Write(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
