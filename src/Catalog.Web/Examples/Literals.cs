using System.Text.Json;
using Catalog.Core.Values;

namespace Catalog.Web.Examples;

/// <summary>Writes names and values into snippets, quoted so that they are what they say and nothing else.</summary>
internal static class Literals
{
    private const int MostOnOneLine = 72;

    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text in double quotes. The escapes of JSON are also those of Python and C#.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Json);

    /// <summary>A value as JSON, Python and C# write it alike.</summary>
    public static string Of(Value value) => value switch
    {
        { Type.IsList: true } => $"[{string.Join(", ", value.AsList().Select(Of))}]",
        { Type.Element: ScalarType.Int32 or ScalarType.Int64 } => value.ToString(),
        { Type.IsNumeric: true } when double.IsFinite(value.AsDouble()) => value.ToString(),
        _ => Quote(value.ToString()),
    };

    /// <summary>Texts in double quotes, joined by commas; one a line when they are many.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="indent">Spaces before the line that the list stands in; its own lines have twice as many.</param>
    public static string List(IReadOnlyList<string> texts, int indent)
    {
        var line = string.Join(", ", texts.Select(Quote));
        var inner = "\n" + new string(' ', indent * 2);
        return line.Length <= MostOnOneLine ? line : inner + string.Join("," + inner, texts.Select(Quote)) + "\n" + new string(' ', indent);
    }

    /// <summary>One argument of a shell: as it stands when that is safe, else in single quotes.</summary>
    public static string Argument(string text)
        => text.Length > 0 && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || "_-.,:/=@".Contains(letter, StringComparison.Ordinal)) ? text : "'" + SingleQuoted(text) + "'";

    /// <summary>Text inside single quotes of a shell.</summary>
    public static string SingleQuoted(string text) => text.Replace("'", "'\\''", StringComparison.Ordinal);

    /// <summary>A name as SQL writes it: as it stands when it is a plain one, else in double quotes.</summary>
    public static string SqlName(string name)
        => name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? name : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
