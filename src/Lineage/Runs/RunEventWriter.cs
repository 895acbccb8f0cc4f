using System.Buffers;
using System.Reflection;
using System.Text.Json;
using Catalog.Core.Events;
using Catalog.Core.Values;

namespace Lineage.Runs;

/// <summary>Writes the product's own runs as OpenLineage events.</summary>
internal static class RunEventWriter
{
    private const string Producer = "urn:catalog:run-journal";
    private const string EventSchema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
    private const string FacetSchemas = "https://openlineage.io/spec/facets/";

    private static readonly string Version =
        typeof(RunEventWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The event as UTF-8 JSON.</summary>
    /// <param name="start">The run.</param>
    /// <param name="eventType">Transition.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="end">How the run ended; null while it has not.</param>
    public static ReadOnlyMemory<byte> Write(RunStart start, string eventType, Instant time, RunEnd? end)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("eventType", eventType);
        json.WriteString("eventTime", time.ToString());
        json.WriteString("producer", Producer);
        json.WriteString("schemaURL", EventSchema);
        WriteRun(json, start, end);
        WriteJob(json, start);
        DatasetWriter.Write(json, "inputs", "inputFacets", "inputStatistics", Choose(end?.Outcome?.Inputs, start.Inputs));
        DatasetWriter.Write(json, "outputs", "outputFacets", "outputStatistics", Choose(end?.Outcome?.Outputs, start.Outputs));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Begins a facet of the OpenLineage project.</summary>
    public static void StartFacet(Utf8JsonWriter json, string key, string schema) => Start(json, key, FacetSchemas + schema);

    private static IReadOnlyList<DatasetRef> Choose(IReadOnlyList<DatasetRef>? outcome, IReadOnlyList<DatasetRef> start)
        => outcome is { Count: > 0 } ? outcome : start;

    private static void Start(Utf8JsonWriter json, string key, string schema)
    {
        json.WriteStartObject(key);
        json.WriteString("_producer", Producer);
        json.WriteString("_schemaURL", schema);
    }

    private static void WriteRun(Utf8JsonWriter json, RunStart start, RunEnd? end)
    {
        json.WriteStartObject("run");
        json.WriteString("runId", start.RunId.ToString("D"));
        json.WriteStartObject("facets");
        StartFacet(json, "processing_engine", "1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet");
        json.WriteString("version", Version);
        json.WriteString("name", "Catalog");
        json.WriteEndObject();
        WriteDescription(json, start);
        if (end is not null)
        {
            WriteEnd(json, end);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDescription(Utf8JsonWriter json, RunStart start)
    {
        Start(json, OwnFacets.Run, "urn:catalog:facet:run:1");
        json.WriteString("kind", start.Kind.ToString());
        json.WriteString("domain", start.Domain);
        json.WriteString("progressUnit", start.ProgressUnit);
        if (start.Total is { } total)
        {
            json.WriteNumber("total", total);
        }

        if (start.Title is not null)
        {
            json.WriteString("title", start.Title);
        }

        json.WriteEndObject();
    }

    private static void WriteEnd(Utf8JsonWriter json, RunEnd end)
    {
        if (end.EventType == "FAIL")
        {
            StartFacet(json, "errorMessage", "1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet");
            json.WriteString("message", end.Message);
            json.WriteString("programmingLanguage", "C#");
            json.WriteEndObject();
        }

        Start(json, OwnFacets.Outcome, "urn:catalog:facet:outcome:1");
        WriteOptional(json, "code", end.Code);
        WriteOptional(json, "message", end.Message);
        WriteOptional(json, "summary", end.Outcome?.Summary);
        json.WriteStartObject("figures");
        foreach (var (name, value) in end.Outcome?.Figures ?? new Dictionary<string, long>())
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteJob(Utf8JsonWriter json, RunStart start)
    {
        json.WriteStartObject("job");
        json.WriteString("namespace", DatasetRef.Own);
        json.WriteString("name", start.Job);
        json.WriteStartObject("facets");
        StartFacet(json, "jobType", "2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet");
        json.WriteString("processingType", "BATCH");
        json.WriteString("integration", "CATALOG");
        json.WriteString("jobType", start.Kind.ToString().ToUpperInvariant());
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
