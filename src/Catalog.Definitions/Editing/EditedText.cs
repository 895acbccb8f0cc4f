using Catalog.Core.Errors;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Yaml;
using YamlDotNet.Core;

namespace Catalog.Definitions.Editing;

/// <summary>A document with the geometry that edits need: where lines, values, colons and dashes are.</summary>
internal sealed class EditedText
{
    private EditedText(string text, YamlNode root)
    {
        Text = text;
        Root = root;
        LineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        Step = FindStep(text);
    }

    public string Text { get; }

    public YamlNode Root { get; }

    /// <summary>How lines end.</summary>
    public string LineEnd { get; }

    /// <summary>How much further a level is indented than the one around it.</summary>
    public string Step { get; }

    /// <summary>Reads a text with one document.</summary>
    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.EditRefused"/> when it is not valid YAML or holds no or several documents.</exception>
    public static EditedText Open(string text)
    {
        var findings = new FindingList();
        var chunk = new YamlChunk(text, 0);
        try
        {
            var root = YamlReader.Parse(chunk, string.Empty, findings);
            return root is not null && !findings.HasErrors ? new EditedText(text, root) : throw Refuse(findings.ToSorted());
        }
        catch (YamlException exception)
        {
            throw Refuse([YamlSyntaxErrors.Describe(exception, chunk, string.Empty)]);
        }
    }

    /// <summary>The text with a part of it replaced.</summary>
    public string Splice(int start, int end, string replacement) => string.Concat(Text.AsSpan(0, start), replacement, Text.AsSpan(end));

    /// <summary>Offset of the first character of the line that holds a position.</summary>
    public int LineStart(int position) => position == 0 ? 0 : Text.LastIndexOf('\n', position - 1) + 1;

    /// <summary>Offset of the line end at or after a position; the length of the text when there is none.</summary>
    public int LineBreak(int position)
    {
        var end = Text.IndexOf('\n', position);
        return end < 0 ? Text.Length : end > position && Text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Offset of the line after the one that holds a position; the length of the text when there is none.</summary>
    public int NextLine(int position) => Text.IndexOf('\n', position) is var end and >= 0 ? end + 1 : Text.Length;

    /// <summary>Whether only blanks stand between the start of the line and a position.</summary>
    public bool IsFirstInLine(int position) => Text.AsSpan(LineStart(position), position - LineStart(position)).IsWhiteSpace();

    /// <summary>Blanks up to a column.</summary>
    public static string Indentation(YamlNode node) => new(' ', node.Span.Column - 1);

    /// <summary>Offset after the last character of a value, without the line ends that a block text may carry.</summary>
    public int EndOf(YamlNode node) => node switch
    {
        YamlScalar { Style: ScalarStyle.Literal or ScalarStyle.Folded } scalar => EndOfBlockText(scalar),
        YamlMapping { IsFlow: false, Entries: [.., var last] } => EndOf(last.Value),
        YamlSequence { IsFlow: false, Items: [.., var last] } => EndOf(last),
        _ => node.Span.End,
    };

    /// <summary>Offset after the colon of an entry of a block mapping, or of a flow mapping whose key has one.</summary>
    /// <exception cref="DefinitionsException">The key is written with a question mark.</exception>
    public int ColonEnd(YamlEntry entry)
    {
        var position = entry.Key.Span.End;
        while (position < Text.Length && Text[position] is ' ' or '\t')
        {
            position++;
        }

        return position < Text.Length && Text[position] == ':'
            ? position + 1
            : throw new DefinitionsException(
                DefinitionsErrorCode.EditRefused, $"The key '{entry.Key.Text}' in line {entry.Key.Span.Line} is not written as 'key: value'; edit the text by hand.");
    }

    /// <summary>Offset of the dash of an item of a block sequence.</summary>
    public int DashOf(YamlSequence sequence, int index)
    {
        if (index == 0)
        {
            return sequence.Span.Start;
        }

        var column = sequence.Span.Column - 1;
        var line = NextLine(EndOf(sequence.Items[index - 1]));
        while (line + column < Text.Length && !(Text[line + column] == '-' && Text.AsSpan(line, column).IsWhiteSpace()))
        {
            line = NextLine(line);
        }

        return line + column;
    }

    private int EndOfBlockText(YamlScalar scalar)
    {
        var (start, end) = (scalar.Span.Start, scalar.Span.End);
        var header = Text.AsSpan(start, LineBreak(start) - start);
        var keepsLineEnds = header.Contains('+');
        while (LineStart(end) > start && Text.AsSpan(LineStart(end), end - LineStart(end)).IsWhiteSpace())
        {
            end = LineStart(end) - 1;
            end -= end > start && Text[end - 1] == '\r' ? 1 : 0;
            if (keepsLineEnds)
            {
                break;
            }
        }

        return end;
    }

    private static string FindStep(string text)
    {
        var step = 8;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var indentation = line.IndexOfAnyExcept(' ');
            if (indentation > 1 && indentation < step)
            {
                step = indentation;
            }
        }

        return new string(' ', step == 8 ? 2 : step);
    }

    private static DefinitionsException Refuse(IReadOnlyList<Finding> findings) => new(
        DefinitionsErrorCode.EditRefused,
        findings.Count == 0
            ? "The text holds no document that could be edited."
            : $"The text cannot be edited before it is mended: line {findings[0].Location.Line}: {findings[0].Message}");
}
