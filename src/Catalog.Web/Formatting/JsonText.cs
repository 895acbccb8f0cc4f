using System.Text.Encodings.Web;
using System.Text.Json;

namespace Catalog.Web.Formatting;

/// <summary>How the portal writes JSON that was received.</summary>
public static class JsonText
{
    /// <summary>Longer texts are cut, and say so in their last line.</summary>
    public const int MaxLength = 100_000;

    // Text is encoded when it is put on a page, so nothing but JSON's own escapes is needed here.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same document with two spaces for every level; a text that is no JSON as it is.</summary>
    public static string Indent(string json)
    {
        var text = json;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 });
            text = JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            // Shown as it came.
        }

        return text.Length <= MaxLength ? text : $"{text[..MaxLength]}\n… {Numbers.Count(text.Length - MaxLength)} more characters";
    }
}
