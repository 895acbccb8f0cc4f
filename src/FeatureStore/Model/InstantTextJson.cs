using System.Text.Json;
using System.Text.Json.Serialization;
using Catalog.Core.Values;

namespace FeatureStore.Model;

/// <summary>A time as RFC 3339 in UTC.</summary>
internal sealed class InstantTextJson : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Instant.TryParse(reader.GetString(), out var instant) ? instant : throw new JsonException($"'{reader.GetString()}' is no time; write ISO 8601, such as 2026-11-20T12:00:00Z.");

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
