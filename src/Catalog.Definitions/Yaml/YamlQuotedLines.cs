using System.Text;
using YamlDotNet.Core;

namespace Catalog.Definitions.Yaml;

/// <summary>
/// Mends quoted texts over several lines whose further lines are indented no more than their key. YAML forbids it, but the most used writer
/// (PyYAML) does it and the most used readers take it.
/// </summary>
internal static class YamlQuotedLines
{
    /// <summary>
    /// The text with the quoted text that the exception is about indented further; null when the exception is about something else. Indentation
    /// within quotes has no meaning, so only columns change, and only in those lines.
    /// </summary>
    public static string? Mend(string text, YamlException exception)
    {
        var start = (int)exception.Start.Index;
        if (!exception.Message.Contains("wrong indentation", StringComparison.Ordinal) || start >= text.Length || text[start] is not ('"' or '\''))
        {
            return null;
        }

        var end = FindEnd(text, start);
        var indentation = new string(' ', (int)exception.Start.Column);
        return new StringBuilder(text, 0, start, text.Length + 256)
            .Append(text[start..end].Replace("\n", "\n" + indentation, StringComparison.Ordinal))
            .Append(text, end, text.Length - end)
            .ToString();
    }

    private static int FindEnd(string text, int start)
    {
        var quote = text[start];
        for (var index = start + 1; index < text.Length; index++)
        {
            if (IsEscape(text, index, quote))
            {
                index++;
            }
            else if (text[index] == quote)
            {
                return index;
            }
        }

        return text.Length;
    }

    // A backslash hides the next character of a double-quoted text, and a single quote another one.
    private static bool IsEscape(string text, int index, char quote)
        => quote == '"' ? text[index] == '\\' : text[index] == quote && index + 1 < text.Length && text[index + 1] == quote;
}
