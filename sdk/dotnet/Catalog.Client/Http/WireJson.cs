using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Catalog.Client;

/// <summary>How the shapes of the HTTP interface are read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DatasetRecord))]
[JsonSerializable(typeof(DefinitionPlan))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(WireChange))]
[JsonSerializable(typeof(WireDatasets))]
[JsonSerializable(typeof(WireErasure))]
[JsonSerializable(typeof(WireErasurePreview))]
[JsonSerializable(typeof(WireOnline))]
[JsonSerializable(typeof(WirePreview))]
[JsonSerializable(typeof(WirePush))]
[JsonSerializable(typeof(WireRebuild))]
[JsonSerializable(typeof(WireRun))]
[JsonSerializable(typeof(WireSpec))]
internal sealed partial class WireJson : JsonSerializerContext
{
    internal static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static HttpContent ToContent<T>(T document, JsonTypeInfo<T> type) => ToContent(JsonSerializer.SerializeToUtf8Bytes(document, type));

    internal static HttpContent ToContent(byte[] json, string mediaType = "application/json") =>
        new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
}
