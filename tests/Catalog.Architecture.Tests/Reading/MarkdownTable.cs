using System.Text.RegularExpressions;

namespace Catalog.Architecture.Tests.Reading;

/// <summary>Reads the code-formatted first cells of the tables in a document, section by section.</summary>
internal static partial class MarkdownTable
{
    /// <summary>Pairs of the section's heading (the words before any dash or bracket, without back ticks) and the first cell.</summary>
    public static HashSet<(string Section, string Key)> Keys(string path)
    {
        var keys = new HashSet<(string, string)>();
        var section = string.Empty;
        foreach (var line in Repository.ReadLines(path))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                section = heading.Groups[1].Value;
            }
            else if (FirstCell().Match(line) is { Success: true } cell)
            {
                keys.Add((section, cell.Groups[1].Value));
            }
        }

        return keys;
    }

    [GeneratedRegex(@"^#+ `?([\w.:-]+)")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| *`([^`]+)`")]
    private static partial Regex FirstCell();
}
