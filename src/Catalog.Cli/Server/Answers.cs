using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catalog.Cli.Server;

/// <summary>Reads the server's documents as the records that the server writes them from.</summary>
internal static class Answers
{
    internal static T To<T>(this JsonNode document) =>
        document.Deserialize<T>(JsonSerializerOptions.Web) ?? throw new JsonException($"There is null where {typeof(T).Name} was expected.");

    /// <summary>A part of a route or a query, with everything escaped that has a meaning there.</summary>
    internal static string Escaped(string text) => Uri.EscapeDataString(text);
}
