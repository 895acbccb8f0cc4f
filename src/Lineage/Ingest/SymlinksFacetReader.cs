using System.Text.Json;
using Lineage.Model;

namespace Lineage.Ingest;

/// <summary>
/// Reads the <c>symlinks</c> facet. Locations are left out: several tables may share one, so they identify nothing.
/// </summary>
public static class SymlinksFacetReader
{
    /// <summary>The other names of the dataset, without repetition.</summary>
    public static IReadOnlyList<Symlink> Read(string facet)
    {
        using var document = JsonDocument.Parse(facet, FacetJson.Options);
        return FacetJson.Items(document.RootElement, "identifiers")
            .Where(static item => !FacetJson.Text(item, "type").Equals("LOCATION", StringComparison.OrdinalIgnoreCase))
            .Select(static item => (Target: FacetJson.Dataset(item), IsTable: IsTable(item)))
            .Where(static item => item.Target is not null)
            .GroupBy(static item => item.Target.GetValueOrDefault(), static item => item.IsTable)
            .Select(static group => new Symlink(group.Key, group.Any(static isTable => isTable)))
            .ToList();
    }

    private static bool IsTable(JsonElement item) => FacetJson.Text(item, "type").Equals("TABLE", StringComparison.OrdinalIgnoreCase);
}
