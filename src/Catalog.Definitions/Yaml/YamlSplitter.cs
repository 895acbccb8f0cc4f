using System.Text;

namespace Catalog.Definitions.Yaml;

/// <summary>
/// Parts a file into documents at the lines that begin with <c>---</c> or <c>...</c>. YAML allows these at the first column nowhere else, so that
/// a document with a syntax error does not hide the ones after it.
/// </summary>
internal static class YamlSplitter
{
    public static IEnumerable<YamlChunk> Split(string text)
    {
        var chunk = new StringBuilder();
        var hasContent = false;
        var chunkStart = 0;
        var lineNumber = 0;
        foreach (var line in Lines(text))
        {
            var isMarker = IsMarker(line, "---") || IsMarker(line, "...");

            // Comments before the first document belong to it: they travel with its text.
            if (isMarker && hasContent)
            {
                yield return new YamlChunk(chunk.ToString(), chunkStart);
                chunk.Clear();
                hasContent = false;
                chunkStart = lineNumber;
            }

            var kept = isMarker ? Blank(line) : line;
            hasContent |= IsContent(kept);
            chunk.Append(kept);
            lineNumber++;
        }

        if (hasContent)
        {
            yield return new YamlChunk(chunk.ToString(), chunkStart);
        }
    }

    /// <summary>The text without blank lines before and after it, ended by one line end: what is stored of a document.</summary>
    public static string Trim(string chunk)
    {
        var lines = Lines(chunk).ToList();
        var first = lines.FindIndex(static line => !string.IsNullOrWhiteSpace(line));
        var last = lines.FindLastIndex(static line => !string.IsNullOrWhiteSpace(line));
        if (first < 0)
        {
            return string.Empty;
        }

        var lineEnd = lines[first].EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        return string.Concat(lines[first..last]) + lines[last].TrimEnd('\r', '\n') + lineEnd;
    }

    // Content may follow a marker on its line; blanks in the marker's place keep the columns right.
    private static string Blank(string line) => string.IsNullOrWhiteSpace(line[3..]) ? line[3..].TrimStart(' ', '\t') : "   " + line[3..];

    private static bool IsMarker(string line, string marker)
        => line.StartsWith(marker, StringComparison.Ordinal) && (line.Length == 3 || char.IsWhiteSpace(line[3]));

    private static bool IsContent(string line) => line.AsSpan().Trim() is { IsEmpty: false } rest && rest[0] != '#';

    private static IEnumerable<string> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            yield return text[start..next];
            start = next;
        }
    }
}
