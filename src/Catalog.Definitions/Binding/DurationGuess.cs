using System.Globalization;
using System.Text.RegularExpressions;
using Catalog.Core.Values;

namespace Catalog.Definitions.Binding;

/// <summary>Finds out which duration somebody meant by a text that is none.</summary>
internal static partial class DurationGuess
{
    private static readonly char[] Units = ['d', 'h', 'm', 's'];

    /// <summary>The durations as definitions spell them; empty when there is no telling. A number without a unit may be of any.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bare))
        {
            return bare is > 0 and < 100_000 ? [.. Units.Select(unit => $"{bare}{unit}")] : [];
        }

        if (text.Length > 100 || Parts().Match(text) is not { Success: true } match)
        {
            return [];
        }

        var numbers = match.Groups["number"].Captures;
        var words = match.Groups["unit"].Captures;

        var total = TimeSpan.Zero;
        for (var part = 0; part < numbers.Count; part++)
        {
            if (LengthOf(words[part].Value) is not { } length || !double.TryParse(numbers[part].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
                || count * length.TotalDays > 1_000_000)
            {
                return [];
            }

            total += length * count;
        }

        return total >= TimeSpan.FromSeconds(1) ? [Duration.Format(total)] : [];
    }

    // The first letter tells the unit; months and years have no length of their own.
    private static TimeSpan? LengthOf(string unit) => unit.ToLowerInvariant() switch
    {
        ['m', 'o', ..] or ['m', 's', ..] or ['m', 'i', 'l', 'l', ..] => null,
        ['w', ..] => TimeSpan.FromDays(7),
        ['d', ..] => TimeSpan.FromDays(1),
        ['h', ..] => TimeSpan.FromHours(1),
        ['m', ..] => TimeSpan.FromMinutes(1),
        ['s', ..] => TimeSpan.FromSeconds(1),
        _ => null,
    };

    [GeneratedRegex(@"^\s*((?<number>[0-9]{1,9}(\.[0-9]{1,6})?)\s*(?<unit>[A-Za-z]{1,12})\.?[\s,]*)+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
