using System.Text.Json;
using System.Text.Json.Serialization;
using Catalog.Core.Values;

namespace FeatureStore.Model;

/// <summary>A data type by its name.</summary>
internal sealed class DataTypeTextJson : JsonConverter<DataType>
{
    public override DataType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => DataType.TryParse(reader.GetString(), out var type) ? type : throw new JsonException($"'{reader.GetString()}' is no data type.");

    public override void Write(Utf8JsonWriter writer, DataType value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
