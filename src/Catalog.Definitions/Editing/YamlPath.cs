using System.Globalization;
using System.Text.RegularExpressions;

namespace Catalog.Definitions.Editing;

/// <summary>A path inside a document, as findings write it: <c>features[2].type</c>. A key with other characters stands in brackets and quotes: <c>a["b.c"]</c>.</summary>
internal sealed partial class YamlPath
{
    private YamlPath(string text, IReadOnlyList<YamlStep> steps)
    {
        Text = text;
        Steps = steps;
    }

    /// <summary>The path as given.</summary>
    public string Text { get; }

    /// <summary>Its steps; none for the document itself.</summary>
    public IReadOnlyList<YamlStep> Steps { get; }

    /// <summary>The path without its last step.</summary>
    public YamlPath Parent => new(Text, [.. Steps.SkipLast(1)]);

    /// <summary>Reads a path.</summary>
    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.EditRefused"/> when it is none.</exception>
    public static YamlPath Parse(string text)
    {
        var steps = new List<YamlStep>();
        var position = 0;
        while (position < text.Length)
        {
            var match = Step().Match(text, position);
            if (!match.Success || match.Index != position || (match.Value[0] == '.' && position == 0))
            {
                throw new DefinitionsException(DefinitionsErrorCode.EditRefused, $"'{text}' is no path; write it like features[2].type.");
            }

            steps.Add(ToStep(match));
            position += match.Length;
        }

        return new YamlPath(text, steps);
    }

    private static YamlStep ToStep(Match match)
    {
        if (match.Groups["index"].Success)
        {
            var index = int.TryParse(match.Groups["index"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
            return new YamlStep(null, index);
        }

        var quoted = match.Groups["quoted"];
        return new YamlStep(quoted.Success ? quoted.Value.Replace("\\\"", "\"", StringComparison.Ordinal) : match.Groups["key"].Value, 0);
    }

    [GeneratedRegex("""\.?(?<key>[^.\[\]"]+)|\[(?<index>[0-9]+)\]|\["(?<quoted>(?:[^"\\]|\\")*)"\]""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Step();
}

/// <summary>One step: a key of a mapping, or an index into a list.</summary>
/// <param name="Key">The key; null for an index.</param>
/// <param name="Index">The index; 0 for a key.</param>
internal readonly record struct YamlStep(string? Key, int Index);
