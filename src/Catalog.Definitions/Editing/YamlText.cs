using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Catalog.Definitions.Yaml;
using YamlDotNet.Core;

namespace Catalog.Definitions.Editing;

/// <summary>Writes single values so that every YAML reader, also one of version 1.1, reads back the same.</summary>
internal static partial class YamlText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A scalar on one line.</summary>
    /// <param name="value">The value; null is written as <c>null</c>.</param>
    /// <param name="inFlow">Whether it stands in brackets or braces.</param>
    /// <param name="style">How the value before it was written; kept where it can be.</param>
    public static string Scalar(JsonNode? value, bool inFlow, ScalarStyle style = ScalarStyle.Plain)
    {
        if (value is null)
        {
            return "null";
        }

        return value.GetValueKind() == JsonValueKind.String ? Scalar(value.GetValue<string>(), inFlow, style) : value.ToJsonString();
    }

    /// <summary>A text on one line.</summary>
    public static string Scalar(string text, bool inFlow, ScalarStyle style = ScalarStyle.Plain) => style switch
    {
        ScalarStyle.SingleQuoted when !Control().IsMatch(text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted => Quote(text),
        _ => IsPlain(text, inFlow) ? text : Quote(text),
    };

    /// <summary>A key on one line. The key <c>n</c> of an aggregate stands without quotes, as in every example, though YAML 1.1 may take it for a boolean.</summary>
    public static string Key(string text, bool inFlow, ScalarStyle style = ScalarStyle.Plain) => style == ScalarStyle.Plain && text == "n" ? text : Scalar(text, inFlow, style);

    /// <summary>A text of several lines as a literal block; null when a block cannot hold it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indentation">What stands before each line.</param>
    /// <param name="lineEnd">What ends each line but the last.</param>
    public static string? Literal(string text, string indentation, string lineEnd)
    {
        var body = text.EndsWith('\n') ? text[..^1] : text;
        if (!body.Contains('\n') || body[0] is ' ' or '\n' || body.EndsWith('\n') || ControlInLine().IsMatch(body))
        {
            return null;
        }

        var lines = body.Split('\n').Select(line => line.Length == 0 ? string.Empty : indentation + line);
        return (text.Length > body.Length ? "|" : "|-") + lineEnd + string.Join(lineEnd, lines);
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, Relaxed);

    private static bool IsPlain(string text, bool inFlow)
        => text.Length > 0
            && YamlScalarReader.Resolve(text) == YamlScalarKind.String
            && !Misread().IsMatch(text)
            && !NotPlain().IsMatch(text)
            && !(inFlow && NotPlainInFlow().IsMatch(text));

    [GeneratedRegex(@"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]", RegexOptions.CultureInvariant)]
    private static partial Regex Control();

    [GeneratedRegex(@"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]", RegexOptions.CultureInvariant)]
    private static partial Regex ControlInLine();

    // Words and forms that YAML 1.1 takes for booleans, numbers and dates.
    [GeneratedRegex(@"^(y|n|yes|no|on|off|=|<<|[-+]?[0-9][0-9_,.:]*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+]?0[bx][0-9a-f_]+)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Misread();

    [GeneratedRegex(@"^[\s\-?:,\[\]{}#&*!|>'""%@`]|\s\z|:\s|:\z|\s#|^\.\.\.|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]", RegexOptions.CultureInvariant)]
    private static partial Regex NotPlain();

    [GeneratedRegex(@"[,\[\]{}:]", RegexOptions.CultureInvariant)]
    private static partial Regex NotPlainInFlow();
}
