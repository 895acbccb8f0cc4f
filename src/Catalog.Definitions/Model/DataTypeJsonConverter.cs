using System.Text.Json;
using System.Text.Json.Serialization;
using Catalog.Core.Values;

namespace Catalog.Definitions.Model;

internal sealed class DataTypeJsonConverter : JsonConverter<DataType>
{
    public override DataType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => DataType.TryParse(reader.GetString(), out var type) ? type : throw new JsonException($"'{reader.GetString()}' is no type.");

    public override void Write(Utf8JsonWriter writer, DataType value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
