using System.Buffers;
using System.Globalization;
using Catalog.Core.Errors;
using Catalog.Definitions.Binding;
using YamlDotNet.Core;

namespace Catalog.Definitions.Yaml;

/// <summary>Reads the documents of a file; whatever is wrong becomes a finding, never an exception.</summary>
internal static class YamlReader
{
    // Each mended text costs one more reading of the document.
    private const long MendingBudget = 16L * YamlLimits.MaxCharacters;

    // What YAML has no place for. The parser would end at the first NUL as if the file did, and take others as they are.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create([.. Enumerable.Range(0, 32).Select(static code => (char)code).Except("\t\n\r"), '\u007F']);

    /// <summary>All documents of a file. One that cannot be read has no root.</summary>
    public static IReadOnlyList<YamlDocument> Read(string file, string text, FindingList findings)
    {
        if (text.Length > YamlLimits.MaxCharacters)
        {
            findings.Error(
                YamlRules.TooLarge, $"The file has {text.Length:N0} characters; at most {YamlLimits.MaxCharacters:N0} are read.",
                new SourceLocation(file, 1, 1, string.Empty), "Part it into several files.");
            return [];
        }

        if (text.AsSpan().IndexOfAny(Forbidden) is >= 0 and var place)
        {
            ReportForbidden(file, text, place, findings);
            return [];
        }

        var documents = new List<YamlDocument>();
        foreach (var chunk in YamlSplitter.Split(text.TrimStart('\uFEFF')))
        {
            if (!IsDirective(chunk, file, findings))
            {
                documents.Add(new YamlDocument(file, YamlSplitter.Trim(chunk.Text), ReadRoot(chunk, file, findings)));
            }
        }

        return documents;
    }

    /// <summary>The content of one document; null after the report when it cannot be read.</summary>
    public static YamlNode? ReadRoot(YamlChunk chunk, string file, FindingList findings)
    {
        var budget = MendingBudget;
        for (var mendedTo = -1L; ; budget -= chunk.Text.Length)
        {
            var attempt = new FindingList();
            try
            {
                var root = Parse(chunk, file, attempt);
                findings.AddRange(attempt.ToSorted());
                return root is { Weight: > YamlLimits.MaxNodes } ? RefuseWeight(root, file, findings) : root;
            }
            catch (YamlException exception)
            {
                // A mended text that still cannot be read is not mended again.
                if (budget < 0 || exception.Start.Index <= mendedTo || YamlQuotedLines.Mend(chunk.Text, exception) is not { } mended)
                {
                    findings.Add(YamlSyntaxErrors.Describe(exception, chunk, file));
                    return null;
                }

                mendedTo = exception.Start.Index;
                chunk = chunk with { Text = mended };
            }
        }
    }

    /// <summary>The content of one document exactly as it is written: offsets of the nodes count in the text.</summary>
    /// <exception cref="YamlException">The document cannot be read.</exception>
    public static YamlNode? Parse(YamlChunk chunk, string file, FindingList findings)
    {
        using var reader = new StringReader(chunk.Text);
        return new YamlTreeBuilder(new GuardedParser(reader), chunk, file, findings).Build();
    }

    private static YamlNode? RefuseWeight(YamlNode root, string file, FindingList findings)
    {
        findings.Error(
            YamlRules.TooLarge, $"The document has more than {YamlLimits.MaxNodes:N0} values once its aliases are written out.",
            new SourceLocation(file, root.Span.Line, root.Span.Column, string.Empty), "Part it into several documents.");
        return null;
    }

    private static void ReportForbidden(string file, string text, int place, FindingList findings)
    {
        var before = text.AsSpan(0, place);
        findings.Error(
            YamlRules.Syntax, string.Create(CultureInfo.InvariantCulture, $"The file has the control character U+{(int)text[place]:X4}, which YAML does not have."),
            new SourceLocation(file, 1 + before.Count('\n'), place - before.LastIndexOf('\n'), string.Empty),
            "Remove it, or write it in double quotes as an escape such as \"\\x00\".");
    }

    private static bool IsDirective(YamlChunk chunk, string file, FindingList findings)
    {
        var line = 1;
        foreach (var text in chunk.Text.AsSpan().EnumerateLines())
        {
            if (!text.IsEmpty && text[0] == '%')
            {
                findings.Warning(
                    YamlRules.Directive, $"The directive '{text}' is ignored.", new SourceLocation(file, chunk.LinesBefore + line, 1, string.Empty),
                    "Remove the line.");
                return true;
            }

            if (text.Trim() is { IsEmpty: false } rest && rest[0] != '#')
            {
                return false;
            }

            line++;
        }

        return false;
    }
}
