using Catalog.Core.Errors;
using YamlDotNet.Core;

namespace Catalog.Definitions.Yaml;

/// <summary>Words the parser's exceptions so that their reader knows what to write instead.</summary>
internal static class YamlSyntaxErrors
{
    public static Finding Describe(YamlException exception, YamlChunk chunk, string file)
    {
        var line = (int)exception.Start.Line;
        var column = (int)exception.Start.Column;
        if (exception is YamlDepthException)
        {
            return Error(
                YamlRules.TooDeep, $"The document nests deeper than {YamlLimits.MaxDepth} levels.", null, At(line, column));
        }

        if (FindTab(chunk.Text, line, Has(exception.Message, "tab") ? int.MaxValue : line + 1) is { } tab)
        {
            return Error(
                YamlRules.Tab, "A tab stands in the indentation; YAML indents with spaces only.", "Replace the tab by spaces.",
                At(tab.Line, tab.Column));
        }

        return Error(YamlRules.Syntax, $"The document is not valid YAML: {Reason(exception)}.", Fix(exception.Message), At(line, column));

        SourceLocation At(int row, int position) => new(file, row + chunk.LinesBefore, position, string.Empty);
    }

    private static string Reason(YamlException exception)
    {
        var text = exception.Message.TrimEnd('.');
        return text.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static string? Fix(string message) => message switch
    {
        _ when Has(message, "invalid mapping") => "Put the value in quotes if it contains ': ', or indent the line like its neighbours.",
        _ when Has(message, "quoted scalar") => "Close the quotes.",
        _ when Has(message, "unexpected end of stream") => "Close the bracket, brace or quotes that are open.",
        _ when Has(message, "did not find expected node content") => "Close the bracket or brace that is open.",
        _ when Has(message, "did not find expected <block end>") => "Indent the line like its neighbours.",
        _ when Has(message, "expected ',' or") => "Close the bracket or brace, or put a comma between the items.",
        _ when Has(message, "cannot start any token") => "Put the value in quotes.",
        _ => null,
    };

    private static bool Has(string message, string part) => message.Contains(part, StringComparison.OrdinalIgnoreCase);

    // The parser names where the mapping with the tab begins, where it noticed the tab, or what follows from it; people need the tab itself.
    private static (int Line, int Column)? FindTab(string text, int fromLine, int toLine)
    {
        var line = 1;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            var indentation = content.IndexOfAnyExcept(' ', '\t');
            var tab = content.IndexOf('\t');
            if (line >= fromLine && line <= toLine && tab >= 0 && tab < indentation)
            {
                return (line, tab + 1);
            }

            line++;
        }

        return null;
    }

    private static Finding Error(string rule, string message, string? fix, SourceLocation at)
        => new(FindingSeverity.Error, rule, message, at, fix);
}
