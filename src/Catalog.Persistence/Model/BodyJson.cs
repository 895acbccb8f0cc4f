using System.Text.Json;
using System.Text.Json.Serialization;
using Catalog.Core.Values;

namespace Catalog.Persistence.Model;

/// <summary>A record as JSON, as it stands in the database. Members that are added later read as their defaults.</summary>
internal static class BodyJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(), new InstantJson(), new DataTypeJson() },
        IgnoreReadOnlyProperties = true,
    };

    internal static string Write<T>(T record) => JsonSerializer.Serialize(record, Options);

    internal static T Read<T>(string body)
        => JsonSerializer.Deserialize<T>(body, Options) ?? throw new JsonException($"The stored record of a {typeof(T).Name} is null.");

    private sealed class InstantJson : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteNumberValue(value.UnixMicroseconds);
    }

    private sealed class DataTypeJson : JsonConverter<DataType>
    {
        public override DataType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => DataType.TryParse(reader.GetString(), out var type) ? type : throw new JsonException($"'{reader.GetString()}' is no data type.");

        public override void Write(Utf8JsonWriter writer, DataType value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
