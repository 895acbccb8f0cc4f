using System.Globalization;
using System.Text.RegularExpressions;
using Catalog.Core.Values;

namespace Lineage.Parsing;

/// <summary>Reads the times of events.</summary>
internal static partial class Rfc3339
{
    /// <summary>
    /// Reads a date and time with any number of fraction digits, of which those below a microsecond are cut.
    /// A time without offset is taken as UTC.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="instant">The instant.</param>
    /// <param name="conforms">False when RFC 3339 would refuse the text: no offset, or a space in place of the T.</param>
    /// <returns>False when the text is no time.</returns>
    public static bool TryParse(string? text, out Instant instant, out bool conforms)
    {
        instant = default;
        conforms = false;
        var match = Pattern().Match(text ?? string.Empty);
        if (!match.Success)
        {
            return false;
        }

        var offset = match.Groups["offset"].Value;
        var fraction = match.Groups["fraction"].Value;
        conforms = offset.Length > 0 && match.Groups["separator"].Value != " ";
        var rounded = match.Groups["date"].Value + "T" + match.Groups["time"].Value
            + (fraction.Length == 0 ? string.Empty : "." + fraction[..Math.Min(6, fraction.Length)])
            + (offset.Length == 0 ? "Z" : offset);
        var ok = DateTimeOffset.TryParse(rounded, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time);
        instant = ok ? Instant.From(time) : default;
        return ok;
    }

    [GeneratedRegex(
        @"^(?<date>\d{4}-\d{2}-\d{2})(?<separator>[Tt ])(?<time>\d{2}:\d{2}:\d{2})(\.(?<fraction>\d+))?(?<offset>[Zz]|[+-]\d{2}:\d{2})?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
