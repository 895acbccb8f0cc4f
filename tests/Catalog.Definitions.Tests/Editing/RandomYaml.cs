using System.Text;
using System.Text.Json.Nodes;
using Catalog.Definitions.Editing;
using YamlDotNet.Core;

namespace Catalog.Definitions.Tests.Editing;

/// <summary>A random document in a random layout, with the places of its parts as the writer, not the parser, knows them.</summary>
internal sealed class RandomYaml
{
    private static readonly string[] Words =
        ["a", "b c", "yes", "12", "1.5", "", " x", "x ", "it's", "say \"hi\"", "a: b", "a # b", "- a", "{a}", "ä€😀", "null", "tab\there", "x,y", "[", "#", "a:", "2011-12-09", "C%"];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly string _lineEnd;
    private readonly int _step;
    private int _comments;
    private bool _endsWithLiteral;

    private RandomYaml(Random random)
    {
        _random = random;
        _lineEnd = random.Next(4) == 0 ? "\r\n" : "\n";
        _step = random.Next(3) == 0 ? 4 : 2;
    }

    public string Text => _text.ToString();

    public JsonObject Model { get; private init; } = [];

    /// <summary>By path.</summary>
    public Dictionary<string, Part> Parts { get; } = [];

    public static RandomYaml Create(Random random)
    {
        var yaml = new RandomYaml(random) { Model = Map(random, depth: 0) };
        yaml.CommentLines(0);
        yaml.BlockMap(yaml.Model, 0, string.Empty, inline: false);
        if (random.Next(4) == 0 && !yaml._endsWithLiteral)
        {
            yaml._text.Length -= yaml._lineEnd.Length;
        }
        else if (random.Next(2) == 0)
        {
            yaml._text.Append(yaml.NewComment()).Append(yaml._lineEnd);
        }

        return yaml;
    }

    public static JsonNode? Value(Random random, int depth) => random.Next(depth > 2 ? 6 : 9) switch
    {
        0 => null,
        1 => random.Next(-5, 1000),
        2 => random.Next(2) == 0,
        3 => "line one\nline two\n" + (random.Next(2) == 0 ? "end" : string.Empty),
        < 6 => Words[random.Next(Words.Length)],
        6 => Map(random, depth + 1),
        _ => List(random, depth + 1),
    };

    private static JsonObject Map(Random random, int depth)
    {
        var map = new JsonObject();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            map["k" + random.Next(20)] = Value(random, depth);
        }

        return map;
    }

    private static JsonArray List(Random random, int depth) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value(random, depth))];

    private void BlockMap(JsonObject map, int indentation, string path, bool inline)
    {
        var isFirst = true;
        foreach (var (key, value) in map)
        {
            if (!(inline && isFirst))
            {
                CommentLines(indentation);
            }

            var own = path.Length == 0 ? key : $"{path}.{key}";
            var part = new Part { IsInline = inline && isFirst };
            if (!part.IsInline)
            {
                _text.Append(' ', indentation);
            }

            part.Start = _text.Length;
            _text.Append(key);
            part.KeyEnd = _text.Length;
            _text.Append(':');
            part.Mark = _text.Length;
            BlockValue(value, indentation, own, part, isItem: false);
            Parts[own] = part;
            isFirst = false;
        }
    }

    private void BlockList(JsonArray list, int indentation, string path, bool inline)
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (!(inline && index == 0))
            {
                CommentLines(indentation);
                _text.Append(' ', indentation);
            }

            var part = new Part { IsInline = inline && index == 0, Start = _text.Length };
            _text.Append('-');
            part.Mark = _text.Length;
            BlockValue(list[index], indentation, $"{path}[{index}]", part, isItem: true);
            Parts[$"{path}[{index}]"] = part;
        }
    }

    // Ends with a line end; the part ends before a comment behind the value.
    private void BlockValue(JsonNode? value, int indentation, string path, Part part, bool isItem)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map when _random.Next(3) > 0:
                if (isItem && _random.Next(3) > 0)
                {
                    _text.Append(' ');
                    BlockMap(map, indentation + 2, path, inline: true);
                }
                else
                {
                    EndLine(null);
                    BlockMap(map, indentation + _step, path, inline: false);
                }

                part.End = LastEnd(path);
                break;
            case JsonArray { Count: > 0 } list when _random.Next(3) > 0:
                if (isItem && _random.Next(2) == 0)
                {
                    _text.Append(' ');
                    BlockList(list, indentation + 2, path, inline: true);
                }
                else
                {
                    EndLine(null);
                    BlockList(list, isItem || _random.Next(2) == 0 ? indentation + _step : indentation, path, inline: false);
                }

                part.End = LastEnd(path);
                break;
            default:
                Simple(value, indentation, path, part);
                break;
        }
    }

    private void Simple(JsonNode? value, int indentation, string path, Part part)
    {
        var literal = value?.GetValueKind() == System.Text.Json.JsonValueKind.String && _random.Next(2) == 0
            ? YamlText.Literal(value.GetValue<string>(), new string(' ', indentation + _step), _lineEnd)
            : null;
        if (literal is not null)
        {
            _text.Append(' ').Append(literal);
            part.End = _text.Length;
            _text.Append(_lineEnd);
            _endsWithLiteral = true;
            return;
        }

        if (value is not null || _random.Next(2) == 0)
        {
            _text.Append(' ');
            part.ValueStart = _text.Length;
            Flow(value, path);
        }

        EndLine(part);
    }

    private void Flow(JsonNode? value, string path)
    {
        switch (value)
        {
            case JsonObject map:
                Parted('{', '}', [.. map.Select(pair => (Action)(() =>
                {
                    var own = $"{path}.{pair.Key}";
                    var part = new Part { IsFlow = true, Start = _text.Length };
                    _text.Append(pair.Key);
                    part.KeyEnd = _text.Length;
                    _text.Append(": ");
                    part.ValueStart = _text.Length;
                    Flow(pair.Value, own);
                    part.End = _text.Length;
                    Parts[own] = part;
                }))]);
                break;
            case JsonArray list:
                Parted('[', ']', [.. list.Select((item, index) => (Action)(() =>
                {
                    var part = new Part { IsFlow = true, Start = _text.Length, ValueStart = _text.Length };
                    Flow(item, $"{path}[{index}]");
                    part.End = _text.Length;
                    Parts[$"{path}[{index}]"] = part;
                }))]);
                break;
            default:
                var style = (ScalarStyle)_random.Next((int)ScalarStyle.Plain, (int)ScalarStyle.DoubleQuoted + 1);
                _text.Append(YamlText.Scalar(value, inFlow: true, style));
                break;
        }
    }

    private void Parted(char open, char close, IReadOnlyList<Action> parts)
    {
        var blank = _random.Next(3) == 0 ? " " : string.Empty;
        _text.Append(open).Append(blank);
        for (var index = 0; index < parts.Count; index++)
        {
            _text.Append(index == 0 ? string.Empty : _random.Next(3) == 0 ? "," + " " + " " : ", ");
            parts[index]();
        }

        _text.Append(blank).Append(close);
    }

    private void EndLine(Part? part)
    {
        if (part is not null)
        {
            part.End = _text.Length;
        }

        if (_random.Next(4) == 0)
        {
            _text.Append("  ").Append(NewComment());
        }

        _text.Append(_lineEnd);
        _endsWithLiteral = false;
    }

    private void CommentLines(int indentation)
    {
        while (_random.Next(4) == 0)
        {
            if (_random.Next(3) > 0)
            {
                _text.Append(' ', indentation).Append(NewComment());
            }

            _text.Append(_lineEnd);
        }
    }

    private string NewComment() => $"# comment-{_comments++:0000}: - not [data]";

    private int LastEnd(string path)
        => Parts.Where(pair => pair.Key.StartsWith(path + ".", StringComparison.Ordinal) || pair.Key.StartsWith(path + "[", StringComparison.Ordinal)).Max(static pair => pair.Value.End);
}

/// <summary>Where an entry or an item stands.</summary>
internal sealed class Part
{
    /// <summary>Offset of its key or dash; of an item in brackets of the value.</summary>
    public int Start { get; set; }

    public int KeyEnd { get; set; }

    /// <summary>Offset after its colon or dash, outside of brackets.</summary>
    public int Mark { get; set; }

    /// <summary>Offset of a value that stands on the line of its key; 0 for others.</summary>
    public int ValueStart { get; set; }

    /// <summary>Offset after its value.</summary>
    public int End { get; set; }

    /// <summary>Whether it begins on the line of a dash around it.</summary>
    public bool IsInline { get; init; }

    /// <summary>Whether it stands in brackets or braces.</summary>
    public bool IsFlow { get; init; }
}
