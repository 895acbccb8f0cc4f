using System.Text.Json;
using System.Text.Json.Serialization;
using Catalog.Core.Values;
using FeatureStore.Model;

namespace Catalog.Persistence.FeatureStore.Repositories;

/// <summary>The record of a training set as JSON, as it stands in the database. Members that are added later read as their defaults.</summary>
internal static class TrainingSetJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(), new InstantJson(), new DataTypeJson() },
        IgnoreReadOnlyProperties = true,
    };

    internal static string Write(TrainingSet set) => JsonSerializer.Serialize(set, Options);

    internal static TrainingSet Read(string body)
        => JsonSerializer.Deserialize<TrainingSet>(body, Options) ?? throw new JsonException("The record of a training set is null.");

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
