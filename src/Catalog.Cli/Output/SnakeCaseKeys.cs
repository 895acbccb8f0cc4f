using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catalog.Cli.Output;

/// <summary>
/// Turns the keys of the server's documents into snake case, in one place for all that is printed. What stands below a key of user data keeps its keys: rules, facets,
/// names of columns and views are no words of the product.
/// </summary>
internal static class SnakeCaseKeys
{
    private static readonly HashSet<string> UserData = ["byRule", "warnings", "figures", "model", "facets", "key", "columns"];

    /// <summary>A copy of the document with its keys in snake case.</summary>
    internal static JsonNode Of(JsonNode document) => document switch
    {
        JsonObject members => new JsonObject(members.Select(static member => KeyValuePair.Create(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Key),
            member.Value is JsonObject data && UserData.Contains(member.Key) ? data.DeepClone() : member.Value is null ? null : Of(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(static item => item is null ? null : Of(item))]),
        _ => document.DeepClone(),
    };
}
