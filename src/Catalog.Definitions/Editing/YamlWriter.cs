using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catalog.Definitions.Editing;

/// <summary>Writes values as YAML in the style of the samples: two blanks of indentation, short lists and the items of lists in braces.</summary>
public static class YamlWriter
{
    private const int MaxLine = 120;

    /// <summary>A whole document, ended by a line end. Keys keep their order; null values are left out.</summary>
    public static string WriteDocument(JsonObject document) => Block((JsonObject)WithoutNulls(document)!, string.Empty, "\n", "  ") + "\n"; // An object stays one.

    /// <summary>A value in brackets or braces, on one line.</summary>
    internal static string Flow(JsonNode? value) => value switch
    {
        JsonObject map => $"{{{string.Join(", ", map.Select(static pair => $"{YamlText.Key(pair.Key, inFlow: true)}: {Flow(pair.Value)}"))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(Flow))}]",
        _ => YamlText.Scalar(value, inFlow: true),
    };

    /// <summary>What follows the colon of a key or the dash of an item: a blank and a value on the same line, or lines below.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indentation">Indentation of the key or the dash.</param>
    /// <param name="lineEnd">What ends a line.</param>
    /// <param name="step">How much further each level is indented.</param>
    internal static string Value(JsonNode? value, string indentation, string lineEnd, string step) => value switch
    {
        JsonObject { Count: > 0 } map => lineEnd + Block(map, indentation + step, lineEnd, step),
        JsonArray { Count: > 0 } list when !IsShort(list) => lineEnd + Items(list, indentation + step, lineEnd, step),
        JsonObject or JsonArray => " " + Flow(value),
        _ when Text(value) is { } text && YamlText.Literal(text, indentation + step, lineEnd) is { } literal => " " + literal,
        _ => " " + YamlText.Scalar(value, inFlow: false),
    };

    /// <summary>One item of a list, from its dash on; a mapping in braces where it is simple and short, unless it should be in lines.</summary>
    internal static string Item(JsonNode? item, string indentation, string lineEnd, string step, bool inLines = false)
    {
        if (item is not JsonObject { Count: > 0 } map)
        {
            return "-" + Value(item, indentation, lineEnd, step);
        }

        var flow = Flow(map);
        return !inLines && map.All(static pair => pair.Value is not JsonObject and not JsonArray) && indentation.Length + flow.Length <= MaxLine
            ? "- " + flow
            : "- " + Block(map, indentation + "  ", lineEnd, step).TrimStart(' ');
    }

    private static string Block(JsonObject map, string indentation, string lineEnd, string step)
    {
        var lines = new StringBuilder();
        foreach (var (key, value) in map)
        {
            lines.Append(lines.Length == 0 ? string.Empty : lineEnd)
                .Append(indentation).Append(YamlText.Key(key, inFlow: false)).Append(':').Append(Value(value, indentation, lineEnd, step));
        }

        return lines.ToString();
    }

    private static JsonNode? WithoutNulls(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.Where(static pair => pair.Value is not null).Select(static pair => KeyValuePair.Create(pair.Key, WithoutNulls(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutNulls)]),
        _ => value?.DeepClone(),
    };

    private static string Items(JsonArray list, string indentation, string lineEnd, string step)
        => string.Join(lineEnd, list.Select(item => indentation + Item(item, indentation, lineEnd, step)));

    private static bool IsShort(JsonArray list)
        => list.All(static item => item is not JsonObject and not JsonArray && Text(item)?.Contains('\n') != true) && Flow(list).Length <= MaxLine;

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
