using System.Text.RegularExpressions;

namespace Catalog.Definitions.Binding;

/// <summary>Versions as semver.org writes them: <c>1.4.0</c>, <c>2.0.0-rc.1</c>.</summary>
internal static partial class SemanticVersion
{
    /// <summary>The most characters.</summary>
    public const int Longest = 100;

    public static bool IsLegal(string text) => text.Length <= Longest && Legal().IsMatch(text);

    /// <summary>The version that was probably meant; the first of all where none can be told.</summary>
    public static string Near(string text)
    {
        var match = Numbers().Match(text.Length <= Longest ? text : string.Empty);
        return match.Success ? $"{Part(match, "major")}.{Part(match, "minor")}.{Part(match, "patch")}" : "1.0.0";
    }

    private static string Part(Match match, string name) => match.Groups[name].Value.TrimStart('0') is { Length: > 0 } number ? number : "0";

    [GeneratedRegex(
        @"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Legal();

    [GeneratedRegex(@"^\s*[vV]?(?<major>[0-9]{1,9})([.,_-](?<minor>[0-9]{1,9}))?([.,_-](?<patch>[0-9]{1,9}))?\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Numbers();
}
