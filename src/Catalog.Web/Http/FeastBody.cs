using System.Text.Json;

namespace Catalog.Web.Http;

/// <summary>Reads the JSON bodies of Feast's doors, and refuses other shapes as Feast's server words it.</summary>
internal static class FeastBody
{
    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="FeastException">It is empty or no object.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            throw FeastException.At("missing", "Field required");
        }

        var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw FeastException.At("model_attributes_type", "Input should be a valid dictionary or object to extract fields from");
    }

    /// <summary>A text; null when it is absent or null.</summary>
    internal static string? ReadText(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? TextOf(value) : throw FeastException.At("string_type", "Input should be a valid string", name);
    }

    /// <summary>A list of texts; null when it is absent or null.</summary>
    internal static string[]? ReadTexts(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var values) || values.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (values.ValueKind != JsonValueKind.Array)
        {
            throw FeastException.At("list_type", "Input should be a valid list", name);
        }

        return [.. values.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String
            ? TextOf(value)
            : throw FeastException.At("string_type", "Input should be a valid string", name))];
    }

    /// <summary>A switch that is off unless it is given.</summary>
    internal static bool ReadFlag(JsonElement body, string name)
        => body.TryGetProperty(name, out var flag) && flag.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw FeastException.At("bool_type", "Input should be a valid boolean", name),
        };

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!; // A string is never null.
        }
        catch (InvalidOperationException exception)
        {
            // The document looks into a text only when it is asked for; half a surrogate pair or bytes that are no UTF-8 show there.
            throw new JsonException(exception.Message, exception);
        }
    }
}
