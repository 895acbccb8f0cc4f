using System.Text.RegularExpressions;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Components.Controls;

/// <summary>Splits code into runs of one ink. It colours; it does not judge: what it does not know stays plain.</summary>
internal static partial class CodeInk
{
    private static readonly Dictionary<CodeLanguage, Regex> Tokens = new()
    {
        [CodeLanguage.Shell] = Shell(),
        [CodeLanguage.Json] = Json(),
        [CodeLanguage.Yaml] = Yaml(),
        [CodeLanguage.Python] = Python(),
        [CodeLanguage.CSharp] = CSharp(),
        [CodeLanguage.Sql] = Sql(),
    };

    private static readonly string[] Inks = ["co", "k", "s", "nn", "kw"];

    /// <summary>The runs of <paramref name="code"/>; joined, they are the code again, character for character.</summary>
    public static IReadOnlyList<CodeSpan> Spans(string code, CodeLanguage language)
    {
        if (!Tokens.TryGetValue(language, out var tokens))
        {
            return [new CodeSpan(code, null)];
        }

        var spans = new List<CodeSpan>();
        var end = 0;
        for (var match = tokens.Match(code); match.Success; match = match.NextMatch())
        {
            if (match.Index > end)
            {
                spans.Add(new CodeSpan(code[end..match.Index], null));
            }

            spans.Add(new CodeSpan(match.Value, Array.Find(Inks, ink => match.Groups[ink].Success)));
            end = match.Index + match.Length;
        }

        if (end < code.Length)
        {
            spans.Add(new CodeSpan(code[end..], null));
        }

        return spans;
    }

    [GeneratedRegex("""(?<co>(?<![^\s])\#[^\n]*)|(?<k>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<s>"(?:[^"\\\n]|\\.)*"|'[^'{}\n]*')|(?<nn>(?<![\w.:-])-?\d+(?:\.\d+)?(?![\w.:-]))""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Shell();

    [GeneratedRegex("""(?<k>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<s>"(?:[^"\\\n]|\\.)*")|(?<kw>\b(?:true|false|null)\b)|(?<nn>(?<![\w.:-])-?\d+(?:\.\d+)?(?![\w.:-]))""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Json();

    [GeneratedRegex("""(?<co>(?<![^\s])\#[^\n]*)|(?<k>(?<=^[ \t]*(?:-[ \t]+)*|[{,][ \t]*)[\w$][\w.$/-]*(?=:(?:[ \t]|$)))|(?<s>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Yaml();

    [GeneratedRegex("""(?<co>\#[^\n]*)|(?<s>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<kw>\b(?:from|import|as|with|for|in|if|else|def|return|None|True|False|await|async|not|and|or)\b)|(?<nn>(?<![\w.:-])-?\d+(?:\.\d+)?(?![\w.:-]))""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Python();

    [GeneratedRegex("""(?<co>//[^\n]*)|(?<s>"(?:[^"\\\n]|\\.)*")|(?<kw>\b(?:await|using|var|new|return|foreach|in|if|else|null|true|false|string|int|long|double|async)\b)|(?<nn>(?<![\w.:-])-?\d+(?:\.\d+)?(?![\w.:-]))""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex CSharp();

    [GeneratedRegex("""(?<co>--[^\n]*)|(?<s>'(?:[^']|'')*')|(?<kw>\b(?:select|from|where|and|or|not|join|left|on|using|order|by|group|limit|timestamp|interval|as|copy|to|desc|asc|between|is|null|in)\b)|(?<nn>(?<![\w.:-])-?\d+(?:\.\d+)?(?![\w.:-]))""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Sql();
}
