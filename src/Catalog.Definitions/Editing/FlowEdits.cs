using System.Text.Json.Nodes;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Editing;

/// <summary>Edits of collections that are written in brackets or braces.</summary>
internal static class FlowEdits
{
    /// <summary>Adds a key after the entry of that index; -1 where there is none.</summary>
    public static string AddEntry(EditedText document, YamlMapping mapping, int after, string key, JsonNode? value)
    {
        CheckBraces(document, mapping);
        return Insert(
            document, mapping, after < 0 ? null : mapping.Entries[after].Value, $"{YamlText.Key(key, inFlow: true)}: {YamlWriter.Flow(value)}");
    }

    /// <summary>Adds an item before the one of that index, or at the end.</summary>
    public static string AddItem(EditedText document, YamlSequence sequence, int index, JsonNode? item)
        => index == 0 && sequence.Items.Count > 0
            ? document.Splice(sequence.Items[0].Span.Start, sequence.Items[0].Span.Start, YamlWriter.Flow(item) + ", ")
            : Insert(document, sequence, index == 0 ? null : sequence.Items[index - 1], YamlWriter.Flow(item));

    /// <summary>Removes an entry with the comma that parts it from its neighbour.</summary>
    public static string RemoveEntry(EditedText document, YamlMapping mapping, int index)
    {
        CheckBraces(document, mapping);
        return Remove(document, [.. mapping.Entries.Select(static entry => (entry.Key.Span.Start, entry.Value.Span.End))], index);
    }

    /// <summary>Removes an item with the comma that parts it from its neighbour.</summary>
    public static string RemoveItem(EditedText document, YamlSequence sequence, int index)
        => Remove(document, [.. sequence.Items.Select(static item => (item.Span.Start, item.Span.End))], index);

    /// <summary>Replaces a value.</summary>
    public static string Replace(EditedText document, YamlEntry? entry, YamlNode old, JsonNode? value)
    {
        var style = (old as YamlScalar)?.Style ?? default;
        var text = value is JsonValue or null ? YamlText.Scalar(value, inFlow: true, style) : YamlWriter.Flow(value);
        if (old.Span.End > old.Span.Start)
        {
            return document.Splice(old.Span.Start, old.Span.End, text);
        }

        // A key alone, as in {a}, or one with a colon and nothing behind it.
        var hasColon = entry is null || document.Text.AsSpan(entry.Key.Span.End, old.Span.Start - entry.Key.Span.End).Contains(':');
        var isTight = old.Span.Start > 0 && document.Text[old.Span.Start - 1] == ':';
        return document.Splice(old.Span.Start, old.Span.Start, hasColon ? (isTight ? " " : string.Empty) + text : ": " + text);
    }

    private static string Insert(EditedText document, YamlNode collection, YamlNode? before, string text)
    {
        var position = before?.Span.End ?? collection.Span.Start + 1;
        return document.Splice(position, position, before is null ? text : ", " + text);
    }

    private static string Remove(EditedText document, IReadOnlyList<(int Start, int End)> parts, int index) => index switch
    {
        _ when index + 1 < parts.Count => document.Splice(parts[index].Start, parts[index + 1].Start, string.Empty),
        > 0 => document.Splice(parts[index - 1].End, parts[index].End, string.Empty),
        _ => document.Splice(parts[index].Start, parts[index].End, string.Empty),
    };

    private static void CheckBraces(EditedText document, YamlMapping mapping)
    {
        if (document.Text[mapping.Span.Start] != '{')
        {
            throw new DefinitionsException(
                DefinitionsErrorCode.EditRefused, $"The pair in line {mapping.Span.Line} stands in brackets without braces; edit the text by hand.");
        }
    }
}
