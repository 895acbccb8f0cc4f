using System.Text.Json.Serialization;

namespace Ingestion.Enrichments;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EnrichmentMark))]
internal sealed partial class EnrichmentMarkJson : JsonSerializerContext;
