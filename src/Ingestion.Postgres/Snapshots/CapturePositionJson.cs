using System.Text.Json.Serialization;

namespace Ingestion.Postgres.Snapshots;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(CapturePosition))]
internal sealed partial class CapturePositionJson : JsonSerializerContext;
