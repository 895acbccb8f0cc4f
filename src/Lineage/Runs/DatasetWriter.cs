using System.Text.Json;
using Catalog.Core.Events;

namespace Lineage.Runs;

/// <summary>Writes the inputs and outputs of the product's own runs.</summary>
internal static class DatasetWriter
{
    public static void Write(
        Utf8JsonWriter json, string member, string facetsMember, string statistics, IReadOnlyList<DatasetRef> datasets)
    {
        json.WriteStartArray(member);
        foreach (var dataset in datasets)
        {
            json.WriteStartObject();
            json.WriteString("namespace", dataset.Namespace);
            json.WriteString("name", dataset.Name);
            json.WriteStartObject("facets");
            WriteFacets(json, dataset);
            json.WriteEndObject();
            WriteStatistics(json, facetsMember, statistics, dataset);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the columns and their origins, as members of the facets; what is not known is left out.</summary>
    public static void WriteFacets(Utf8JsonWriter json, DatasetRef dataset)
    {
        if (dataset.Fields.Count > 0)
        {
            RunEventWriter.StartFacet(json, "schema", "1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet");
            json.WriteStartArray("fields");
            foreach (var field in dataset.Fields)
            {
                json.WriteStartObject();
                json.WriteString("name", field.Name);
                json.WriteString("type", field.Type.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (dataset.Origins.Count > 0)
        {
            WriteOrigins(json, dataset.Origins);
        }
    }

    /// <summary>Writes where the columns come from; no origins say that they come from nowhere.</summary>
    public static void WriteOrigins(Utf8JsonWriter json, IReadOnlyList<ColumnOrigin> origins)
    {
        RunEventWriter.StartFacet(json, "columnLineage", "1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet");
        var columns = origins.ToLookup(static origin => origin.Column, StringComparer.Ordinal);
        json.WriteStartObject("fields");
        foreach (var column in columns.Where(static column => column.Key.Length > 0))
        {
            json.WriteStartObject(column.Key);
            WriteInputs(json, "inputFields", column);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (columns.Contains(string.Empty))
        {
            WriteInputs(json, "dataset", columns[string.Empty]);
        }

        json.WriteEndObject();
    }

    private static void WriteInputs(Utf8JsonWriter json, string member, IEnumerable<ColumnOrigin> origins)
    {
        json.WriteStartArray(member);
        foreach (var input in origins.GroupBy(static origin => (origin.Input.Namespace, origin.Input.Name, origin.InputColumn)))
        {
            json.WriteStartObject();
            json.WriteString("namespace", input.Key.Namespace);
            json.WriteString("name", input.Key.Name);
            json.WriteString("field", input.Key.InputColumn);
            json.WriteStartArray("transformations");
            foreach (var origin in input)
            {
                WriteTransformation(json, origin);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTransformation(Utf8JsonWriter json, ColumnOrigin origin)
    {
        json.WriteStartObject();
        json.WriteString("type", origin.Indirect ? "INDIRECT" : "DIRECT");
        if (origin.Subtype is { } subtype)
        {
            json.WriteString("subtype", subtype);
        }

        json.WriteEndObject();
    }

    private static void WriteStatistics(Utf8JsonWriter json, string member, string statistics, DatasetRef dataset)
    {
        if (dataset.RowCount is null && dataset.ByteCount is null)
        {
            return;
        }

        json.WriteStartObject(member);
        var type = char.ToUpperInvariant(statistics[0]) + statistics[1..];
        var kind = member == "inputFacets" ? "Input" : "Output";
        RunEventWriter.StartFacet(json, statistics, $"1-0-2/{type}{kind}DatasetFacet.json#/$defs/{type}{kind}DatasetFacet");
        if (dataset.RowCount is { } rows)
        {
            json.WriteNumber("rowCount", rows);
        }

        if (dataset.ByteCount is { } bytes)
        {
            json.WriteNumber("size", bytes);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
