using System.Text.Json;
using Lineage.Model;

namespace Lineage.Ingest;

/// <summary>Reads the <c>schema</c> facet.</summary>
internal static class SchemaFacetReader
{
    /// <summary>The fields as JSON and the key of their content; null when the facet lists none.</summary>
    public static (Guid Content, string Fields)? Read(string facet)
    {
        using var document = JsonDocument.Parse(facet, FacetJson.Options);
        if (!FacetJson.Has(document.RootElement, "fields"))
        {
            return null;
        }

        var fields = document.RootElement.GetProperty("fields");
        var columns = new SortedSet<string>(StringComparer.Ordinal);
        Collect(fields, string.Empty, columns);
        return (NodeKey.Derive([.. columns]), fields.GetRawText());
    }

    private static void Collect(JsonElement fields, string prefix, SortedSet<string> columns)
    {
        foreach (var field in fields.EnumerateArray())
        {
            var path = prefix + FacetJson.Text(field, "name");
            columns.Add(path + "\n" + FacetJson.Text(field, "type"));
            if (FacetJson.Has(field, "fields"))
            {
                Collect(field.GetProperty("fields"), path + "\n\n", columns);
            }
        }
    }
}
