using System.Text.Json;

namespace Catalog.Web.Http;

/// <summary>A body that is JSON but not what the door takes. Its message is for the caller as it is.</summary>
internal sealed class BodyException(string message) : JsonException(message);
