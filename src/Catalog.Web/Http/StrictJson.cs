using System.Text.Json;

namespace Catalog.Web.Http;

/// <summary>How bodies are read that an endpoint reads itself: as the others, where the second of two members of one name would silently win otherwise.</summary>
internal static class StrictJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Web) { AllowDuplicateProperties = false };
}
