using System.Text.Json;
using Catalog.Core.Values;
using FeatureStore.Serving;

namespace Catalog.Web.Http;

/// <summary>
/// Reads the body of Feast's lookup. The content type is not looked at, unlike Feast, so that <c>curl -d</c> works as it stands. Where both features
/// and a service are given, the service counts, as in Feast.
/// </summary>
internal static class OnlineFeaturesReader
{
    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="FeastException">The JSON has another shape.</exception>
    internal static async Task<OnlineFeaturesRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength == 0)
        {
            throw FeastException.At("missing", "Field required");
        }

        await using var body = await RequestBody.OpenAsync(request, cancellationToken);
        using var document = await ParseAsync(body, cancellationToken);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw FeastException.At("model_attributes_type", "Input should be a valid dictionary or object to extract fields from");
        }

        try
        {
            return Read(document.RootElement);
        }
        catch (InvalidOperationException exception)
        {
            // The document looks into a text only when it is asked for; half a surrogate pair or bytes that are no UTF-8 show there.
            throw new JsonException(exception.Message, exception);
        }
    }

    private static async Task<JsonDocument> ParseAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new BadHttpRequestException($"The body is compressed but is no whole gzip: {exception.Message}", exception);
        }
    }

    private static OnlineFeaturesRequest Read(JsonElement body) => new()
    {
        Features = FeastBody.ReadTexts(body, "features") ?? [],
        FeatureService = FeastBody.ReadText(body, "feature_service"),
        Entities = ReadEntities(body),
        FullFeatureNames = FeastBody.ReadFlag(body, "full_feature_names"),
    };

    private static List<EntityColumn> ReadEntities(JsonElement body)
    {
        if (!body.TryGetProperty("entities", out var entities))
        {
            throw FeastException.At("missing", "Field required", "entities");
        }

        if (entities.ValueKind != JsonValueKind.Object)
        {
            throw FeastException.At("dict_type", "Input should be a valid dictionary", "entities");
        }

        var columns = new List<EntityColumn>();
        foreach (var member in entities.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Array)
            {
                throw FeastException.At("list_type", "Input should be a valid list", "entities", member.Name);
            }

            columns.RemoveAll(earlier => earlier.Name == member.Name);
            columns.Add(new EntityColumn(member.Name, [.. member.Value.EnumerateArray().Select(value => ReadValue(value, member.Name))]));
        }

        return columns;
    }

    /// <summary>JSON has one kind of number; a whole one of 64 bits is read as such, so that no digit of an id is lost.</summary>
    private static Value ReadValue(JsonElement value, string column) => value.ValueKind switch
    {
        JsonValueKind.Null => Value.Null,
        JsonValueKind.True => Value.Of(true),
        JsonValueKind.False => Value.Of(false),
        JsonValueKind.String => Value.Of(value.GetString()),
        JsonValueKind.Number => value.TryGetInt64(out var number) ? Value.Of(number) : ReadDouble(value, column),
        JsonValueKind.Array => ReadList(value, column),
        _ => throw FeastException.At("scalar_type", "Input should be a number, a string or a boolean", "entities", column),
    };

    private static Value ReadDouble(JsonElement value, string column) => value.GetDouble() is var number && double.IsFinite(number)
        ? Value.Of(number)
        : throw FeastException.At("finite_number", $"Input should be a finite number of 64 bits, not '{value.GetRawText()}'", "entities", column);

    /// <summary>A list has one type; whole numbers beside others are read as others.</summary>
    private static Value ReadList(JsonElement list, string column)
    {
        var items = list.EnumerateArray().Select(item => ReadValue(item, column)).ToArray();
        var types = items.Where(static item => !item.IsNull).Select(static item => item.Type).Distinct().ToList();
        if (types.Count > 1 && types.TrueForAll(static type => type.IsNumeric))
        {
            return Value.OfList(ScalarType.Double, [.. items.Select(static item => item.IsNull ? item : Value.Of(item.AsDouble()))]);
        }

        return types.Count > 1 || types.Exists(static type => type.IsList)
            ? throw FeastException.At("list_type", "Input should be a list of values of one type", "entities", column)
            : Value.OfList(types.Count == 0 ? ScalarType.String : types[0].Element, items);
    }
}
