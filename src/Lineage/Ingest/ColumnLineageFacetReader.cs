using System.Text.Json;
using Lineage.Model;

namespace Lineage.Ingest;

/// <summary>Reads the <c>columnLineage</c> facet.</summary>
internal static class ColumnLineageFacetReader
{
    public static IReadOnlyList<ColumnEdge> Read(string facet)
    {
        using var document = JsonDocument.Parse(facet, FacetJson.Options);
        var edges = new List<ColumnEdge>();
        var columns = 0;
        foreach (var column in document.RootElement.GetProperty("fields").EnumerateObject())
        {
            columns++;
            edges.AddRange(ReadInputs(column.Value, "inputFields", column.Name));
        }

        return FoldRowInfluences(edges.Distinct(), columns)
            .Concat(ReadInputs(document.RootElement, "dataset", string.Empty))
            .Distinct()
            .ToList();
    }

    /// <summary>Whether stores can keep the name.</summary>
    public static bool IsColumnName(string name) => name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal);

    /// <summary>One edge for each transformation of an input column; one direct edge when none is stated.</summary>
    public static IEnumerable<ColumnEdge> ReadTransformations(JsonElement input, DatasetId dataset, string inputColumn, string column)
    {
        var stated = false;
        foreach (var transformation in FacetJson.Items(input, "transformations"))
        {
            stated = true;
            var masked = transformation.TryGetProperty("masking", out var masking) && masking.ValueKind == JsonValueKind.True;
            var indirect = FacetJson.Text(transformation, "type").Equals("INDIRECT", StringComparison.OrdinalIgnoreCase);
            yield return new ColumnEdge(
                dataset, inputColumn, column, indirect, FacetJson.Text(transformation, "subtype"), masked, FacetJson.Text(transformation, "description"));
        }

        if (!stated)
        {
            yield return new ColumnEdge(dataset, inputColumn, column, Indirect: false, string.Empty, Masked: false, string.Empty);
        }
    }

    private static IEnumerable<ColumnEdge> ReadInputs(JsonElement parent, string member, string column)
    {
        foreach (var input in FacetJson.Items(parent, member))
        {
            var inputColumn = FacetJson.Text(input, "field");
            if (FacetJson.Dataset(input) is { } dataset && IsColumnName(inputColumn) && (column.Length == 0 || IsColumnName(column)))
            {
                foreach (var edge in ReadTransformations(input, dataset, inputColumn, column))
                {
                    yield return edge;
                }
            }
        }
    }

    /// <summary>
    /// Older Spark writes what decides about whole rows (joins, filters) into every column. What indirectly influences each of
    /// several columns in the same way is stated once, for the dataset.
    /// </summary>
    private static IEnumerable<ColumnEdge> FoldRowInfluences(IEnumerable<ColumnEdge> edges, int columns)
    {
        foreach (var group in edges.GroupBy(static edge => edge with { Column = string.Empty }))
        {
            if (group.Key.Indirect && columns > 1 && group.Count() == columns)
            {
                yield return group.Key;
                continue;
            }

            foreach (var edge in group)
            {
                yield return edge;
            }
        }
    }
}
