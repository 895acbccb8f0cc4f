using System.Globalization;
using System.Text.Json;

namespace EndToEnd.Tests.Proof;

/// <summary>A feature of a sample with what it is over the events in its window, told by code that shares nothing with the product.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Window">The window.</param>
/// <param name="Of">The value: an integer, a double, a list of texts, or null.</param>
internal sealed record WindowedFeature<T>(string Name, TimeSpan Window, Func<List<T>, object?> Of)
{
    /// <summary>Whether a value as text, empty for null, is the one expected. Doubles are added up in another order here.</summary>
    internal static bool IsSame(object? expected, string actual) => expected switch
    {
        null => actual.Length == 0,
        double number => actual.Length > 0 && Math.Abs(Parse(actual) - number) <= 1e-9 * Math.Max(1, Math.Abs(number)),
        // Up to 512 different values are counted; beyond that they are estimated with a standard error of 1.6 %.
        int count => actual.Length > 0 && (count <= 512 ? Parse(actual) == count : Math.Abs(Parse(actual) - count) <= 0.08 * count),
        IEnumerable<string> texts => actual.Length > 0 && texts.SequenceEqual(JsonSerializer.Deserialize<string[]>(actual) ?? []),
        _ => actual == string.Format(CultureInfo.InvariantCulture, "{0}", expected),
    };

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
