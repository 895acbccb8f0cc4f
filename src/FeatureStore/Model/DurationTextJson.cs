using System.Text.Json;
using System.Text.Json.Serialization;
using Catalog.Core.Values;

namespace FeatureStore.Model;

/// <summary>A length of time as definitions write it, for example <c>90d</c>.</summary>
internal sealed class DurationTextJson : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Duration.TryParse(reader.GetString(), out var duration) ? duration : throw new JsonException($"'{reader.GetString()}' is no length of time.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(Duration.Format(value));
}
