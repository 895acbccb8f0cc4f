using System.Text.Json.Nodes;
using Catalog.Definitions.Yaml;
using YamlDotNet.Core;

namespace Catalog.Definitions.Editing;

/// <summary>Edits of collections that are written on lines of their own.</summary>
internal static class BlockEdits
{
    /// <summary>Adds a key after the entry of that index.</summary>
    public static string AddEntry(EditedText document, YamlMapping mapping, int after, string key, JsonNode? value)
    {
        var indentation = EditedText.Indentation(mapping);
        var line = $"{indentation}{YamlText.Key(key, inFlow: false)}:{YamlWriter.Value(value, indentation, document.LineEnd, document.Step)}";
        _ = document.ColonEnd(mapping.Entries[after]);
        return InsertLine(document, document.EndOf(mapping.Entries[after].Value), line);
    }

    /// <summary>Adds an item before the one of that index, or at the end.</summary>
    public static string AddItem(EditedText document, YamlSequence sequence, int index, JsonNode? item)
    {
        var indentation = EditedText.Indentation(sequence);
        var isBlock = sequence.Items[^1] is YamlMapping { IsFlow: false };
        var text = YamlWriter.Item(item, indentation, document.LineEnd, document.Step, isBlock);
        if (index > 0)
        {
            return InsertLine(document, document.EndOf(sequence.Items[index - 1]), indentation + text);
        }

        // The first dash may stand on the line of another dash; what is put before it always goes on with a line of its own.
        var dash = document.DashOf(sequence, 0);
        return document.Splice(dash, dash, text + document.LineEnd + indentation);
    }

    /// <summary>Removes an entry that is not the only one.</summary>
    public static string RemoveEntry(EditedText document, YamlMapping mapping, int index)
    {
        var entry = mapping.Entries[index];
        _ = document.ColonEnd(entry);
        var next = index + 1 < mapping.Entries.Count ? mapping.Entries[index + 1].Key.Span.Start : 0;
        return RemoveLines(document, entry.Key.Span.Start, document.EndOf(entry.Value), next);
    }

    /// <summary>Removes an item that is not the only one.</summary>
    public static string RemoveItem(EditedText document, YamlSequence sequence, int index)
    {
        var next = index + 1 < sequence.Items.Count ? document.DashOf(sequence, index + 1) : 0;
        return RemoveLines(document, document.DashOf(sequence, index), document.EndOf(sequence.Items[index]), next);
    }

    /// <summary>Replaces what follows a colon or a dash.</summary>
    /// <param name="document">The document.</param>
    /// <param name="holder">The mapping or sequence that holds the value.</param>
    /// <param name="mark">Offset after the colon or the dash.</param>
    /// <param name="old">The value.</param>
    /// <param name="value">What replaces it.</param>
    public static string Replace(EditedText document, YamlNode holder, int mark, YamlNode old, JsonNode? value)
    {
        var end = Math.Max(mark, document.EndOf(old));
        var keepsComment = !document.Text.AsSpan(end, document.LineBreak(end) - end).IsWhiteSpace();
        if (StartsBelow(document, mark, old))
        {
            // A comment may stand beside the key, above the lines of the value. It stays there.
            var head = document.LineBreak(mark);
            var below = NewValue(document, holder, old, value, keepsComment || head > mark);
            return below.StartsWith(document.LineEnd, StringComparison.Ordinal)
                ? document.Splice(head, end, below)
                : document.Splice(mark, end, below + document.Text[mark..head]);
        }

        var text = NewValue(document, holder, old, value, keepsComment);
        var isInPlace = old.Span.Start > mark && old.Span.End > old.Span.Start && text[0] == ' ' && document.Text.AsSpan(mark, old.Span.Start - mark).IsWhiteSpace();
        return isInPlace ? document.Splice(old.Span.Start, end, text[1..]) : document.Splice(mark, end, text);
    }

    /// <summary>Writes an empty collection in place of one with lines of its own. Comments that stand among them stay.</summary>
    public static string Empty(EditedText document, int mark, YamlNode old, string empty)
    {
        if (!StartsBelow(document, mark, old))
        {
            return document.Splice(old.Span.Start, document.EndOf(old), empty);
        }

        var line = document.LineStart(old.Span.Start);
        return string.Concat(
            document.Text.AsSpan(0, mark), " " + empty, document.Text.AsSpan(mark, line - mark), document.Text.AsSpan(document.NextLine(document.EndOf(old))));
    }

    // With a blank or a line end before it. A comment behind it would become part of a text of several lines.
    private static string NewValue(EditedText document, YamlNode holder, YamlNode old, JsonNode? value, bool onOneLine)
    {
        if (value is JsonValue or null && old is YamlScalar { Kind: not YamlScalarKind.Null, Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } quoted)
        {
            return " " + YamlText.Scalar(value, inFlow: false, quoted.Style);
        }

        if (onOneLine || (value is JsonObject or JsonArray && old is YamlMapping { IsFlow: true } or YamlSequence { IsFlow: true }))
        {
            return " " + (value is JsonValue or null ? YamlText.Scalar(value, inFlow: false) : YamlWriter.Flow(value));
        }

        var indentation = EditedText.Indentation(holder);
        var text = holder is YamlSequence
            ? YamlWriter.Item(value, indentation, document.LineEnd, document.Step, old is YamlMapping { IsFlow: false })[1..]
            : YamlWriter.Value(value, indentation, document.LineEnd, document.Step);

        // The last line of a block text must be ended.
        return document.EndOf(old) == document.Text.Length && text.Contains('\n') ? text + document.LineEnd : text;
    }

    private static bool StartsBelow(EditedText document, int mark, YamlNode old)
        => old is YamlMapping { IsFlow: false } or YamlSequence { IsFlow: false } && document.LineBreak(mark) < old.Span.Start;

    private static string InsertLine(EditedText document, int end, string line)
    {
        var position = document.NextLine(end);
        var isOpen = position == document.Text.Length && !document.Text.EndsWith('\n');
        return document.Splice(position, position, (isOpen ? document.LineEnd : string.Empty) + line + document.LineEnd);
    }

    private static string RemoveLines(EditedText document, int start, int end, int next)
    {
        if (document.IsFirstInLine(start))
        {
            return document.Splice(document.LineStart(start), document.NextLine(end), string.Empty);
        }

        // The first part of an item stands beside its dash: the part after it moves up, unless a comment stands between them.
        if (!document.Text.AsSpan(end, next - end).Contains('#'))
        {
            return document.Splice(start, next, string.Empty);
        }

        var dash = document.Text.AsSpan(0, start).LastIndexOfAnyExcept(' ') + 1;
        return document.Splice(dash, document.LineBreak(end), string.Empty);
    }
}
