using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Catalog.Core.Errors;

namespace Catalog.Web.Drafts;

/// <summary>What a person can press to mend a finding.</summary>
/// <param name="Label">The words on the button.</param>
/// <param name="Value">What to write at the finding's path; of an unknown key its new name.</param>
/// <param name="IsKey">Whether the key is renamed in place of its value.</param>
public sealed partial record FindingFix(string Label, JsonNode Value, bool IsKey)
{
    private const string UnknownKey = "unknown-key";

    /// <summary>The fix of a finding that names exactly one text to write; null for one that needs a person.</summary>
    public static FindingFix? Of(Finding finding)
    {
        if (finding.Fix is not { } words || finding.Location.Path.Length == 0)
        {
            return null;
        }

        if (Flag().Match(words) is { Success: true } flag)
        {
            return new FindingFix(flag.Groups["value"].Value, JsonValue.Create(flag.Groups["value"].Value == "true"), IsKey: false);
        }

        if (Named().Match(words) is not { Success: true } match)
        {
            return null;
        }

        var value = match.Groups["value"].Value;
        return new FindingFix(value, JsonValue.Create(value), finding.Rule == UnknownKey);
    }

    // Both are how the checks word a fix: "Did you mean 'unit_price'?", "Write 'type: int64'.", "Write 'a-name'."
    [GeneratedRegex(@"^(Did you mean '(?<value>[^']+)'\?|Write '([A-Za-z_]+: )?(?<value>[^':]+)'\.)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"^Write (?<value>true|false)\.$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Flag();
}
