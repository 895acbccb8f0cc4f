using System.Text.Json.Serialization;

namespace Ingestion.Batches;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(IngestionMark))]
internal sealed partial class IngestionMarkJson : JsonSerializerContext;
