using System.Text.Json;
using Lineage.Model;
using Lineage.Parsing;

namespace Lineage.Ingest;

/// <summary>Reads facets whose shape has been checked.</summary>
internal static class FacetJson
{
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = EventParser.MaxDepth };

    public static bool Has(JsonElement parent, string name)
        => parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static string Text(JsonElement parent, string name)
        => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? string.Empty : string.Empty;

    public static IEnumerable<JsonElement> Items(JsonElement parent, string name)
        => Has(parent, name) ? parent.GetProperty(name).EnumerateArray() : [];

    /// <summary>The dataset that <c>namespace</c> and <c>name</c> name; null when they cannot be a name.</summary>
    public static DatasetId? Dataset(JsonElement item)
    {
        var (space, name) = (Text(item, "namespace"), Text(item, "name"));
        return EntityName.FindFault(space, name) is null ? new DatasetId(space, name) : null;
    }
}
