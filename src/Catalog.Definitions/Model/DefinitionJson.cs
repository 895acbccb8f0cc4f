using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Catalog.Definitions.Model;

/// <summary>Typed definitions as JSON: camel case, types and durations as definitions spell them, enum members in camel case.</summary>
public static class DefinitionJson
{
    /// <summary>The options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>A typed definition (a <c>FeatureView</c>, a <c>Source</c>, ...) as JSON.</summary>
    public static JsonNode ToNode(object model) => JsonSerializer.SerializeToNode(model, model.GetType(), Options)!; // An object is never null.

    internal static string Write(object model) => JsonSerializer.Serialize(model, model.GetType(), Options);

    internal static TModel? Read<TModel>(string json)
        where TModel : class
        => JsonSerializer.Deserialize<TModel>(json, Options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new DataTypeJsonConverter(), new DurationJsonConverter(), new InstantJsonConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
