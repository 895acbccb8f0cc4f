using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Catalog.Core.Errors;

namespace Catalog.Web.Drafts;

/// <summary>What a person can press to mend a finding.</summary>
/// <param name="Label">The words on the button.</param>
/// <param name="Path">Where to write.</param>
/// <param name="Value">What to write there; of an unknown key its new name; null takes what is there away.</param>
/// <param name="IsKey">Whether the key is renamed in place of its value.</param>
public sealed partial record FindingFix(string Label, string Path, JsonNode? Value, bool IsKey)
{
    private const string UnknownKey = "unknown-key";

    /// <summary>The fix of a finding that names exactly one text to write; null for one that needs a person, or a choice.</summary>
    public static FindingFix? Of(Finding finding) => AllOf(finding) is [var only] ? only : null;

    /// <summary>The fixes of a finding among which a person may choose, in the order of its words; none for one that needs a person.</summary>
    public static IReadOnlyList<FindingFix> AllOf(Finding finding)
    {
        var path = finding.Location.Path;
        if (finding.Fix is not { } words || path.Length == 0)
        {
            return [];
        }

        if (Flag().Match(words) is { Success: true } flag)
        {
            return [new FindingFix(flag.Groups["value"].Value, path, JsonValue.Create(flag.Groups["value"].Value == "true"), IsKey: false)];
        }

        if (Named().Match(words) is { Success: true } match)
        {
            var value = match.Groups["value"].Value;
            return [new FindingFix(value, path, JsonValue.Create(value), finding.Rule == UnknownKey)];
        }

        return words.EndsWith('.') ? [.. words[..^1].Split(", or ").SelectMany(part => OfPart(path, part))] : [];
    }

    private static IEnumerable<FindingFix> OfPart(string path, string part)
    {
        if (Pair().Match(part) is { Success: true } pair)
        {
            return [Write(path, pair.Groups["key"].Value, pair.Groups["value"].Value)];
        }

        if (Values().Match(part) is { Success: true } values)
        {
            return values.Groups["value"].Captures.Select(value => Write(path, values.Groups["key"].Value, value.Value));
        }

        if (Gone().Match(part) is { Success: true } gone)
        {
            var target = gone.Groups["key"] is { Success: true } named ? Beside(path, named.Value) : path;
            return [new FindingFix($"remove {KeyOf(target)}", target, Value: null, IsKey: false)];
        }

        return [];
    }

    private static FindingFix Write(string path, string key, string value) => new($"{key}: {value}", Beside(path, key), JsonValue.Create(value), IsKey: false);

    private static string Beside(string path, string key) => path[..(path.LastIndexOf('.') + 1)] + key;

    private static string KeyOf(string path) => path[(path.LastIndexOf('.') + 1)..];

    // These are how the checks word a fix: "Did you mean 'unit_price'?", "Write 'type: int64'.", "Write 'a-name'."
    [GeneratedRegex(@"^(Did you mean '(?<value>[^']+)'\?|Write '([A-Za-z_]+: )?(?<value>[^':]+)'\.)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"^Write (?<value>true|false)\.$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Flag();

    // Parts of a choice: "Write '1d' or '2d' as 'window', or 'hop: 30m'.", "Write at least 'hop: 1m', or at most 'window: 2d'.", "Remove it, or write 'format: csv'."
    [GeneratedRegex(@"^([Ww]rite )?(at least |at most )?'(?<key>[A-Za-z_]+): (?<value>[^':]+)'$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pair();

    [GeneratedRegex(@"^Write '(?<value>[^':]+)'( or '(?<value>[^':]+)')? as '(?<key>[A-Za-z_]+)'$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Values();

    [GeneratedRegex(@"^(Remove it|leave it out|Remove '(?<key>[A-Za-z_]+)'( to take the default)?)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Gone();
}
