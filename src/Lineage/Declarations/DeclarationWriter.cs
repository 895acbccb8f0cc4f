using System.Buffers;
using System.Text.Json;
using Catalog.Core.Events;
using Lineage.Runs;

namespace Lineage.Declarations;

/// <summary>Writes declarations as OpenLineage dataset events.</summary>
internal static class DeclarationWriter
{
    private const string Producer = "urn:catalog:definitions";
    private const string EventSchema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent";

    /// <summary>The event as UTF-8 JSON. Equal declarations give equal bytes.</summary>
    public static ReadOnlyMemory<byte> Write(DatasetDeclaration declaration)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("eventTime", declaration.At.ToString());
        json.WriteString("producer", Producer);
        json.WriteString("schemaURL", EventSchema);
        json.WriteStartObject("dataset");
        json.WriteString("namespace", declaration.Dataset.Namespace);
        json.WriteString("name", declaration.Dataset.Name);
        json.WriteStartObject("facets");
        WriteInputs(json, declaration.Inputs);
        DatasetWriter.WriteFacets(json, declaration.Dataset);
        if (declaration.Dataset.Origins.Count == 0)
        {
            // Without the facet the origins of an earlier declaration would stand.
            DatasetWriter.WriteOrigins(json, []);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteInputs(Utf8JsonWriter json, IReadOnlyList<DatasetRef> inputs)
    {
        RunEventWriter.StartFacet(json, "lineage", "1-0-0/LineageDatasetFacet.json#/$defs/LineageDatasetFacet");
        json.WriteStartArray("inputs");
        foreach (var input in inputs)
        {
            json.WriteStartObject();
            json.WriteString("type", "DATASET");
            json.WriteString("namespace", input.Namespace);
            json.WriteString("name", input.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
