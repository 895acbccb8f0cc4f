using System.Text.Json;
using Catalog.Core.Errors;
using Catalog.Core.Values;
using Lineage.Model;

namespace Lineage.Parsing;

/// <summary>Reads one event and collects what is wrong with it. Used once.</summary>
internal sealed class EventReader(ParseMode mode)
{
    private static readonly string[] EventTypes = ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"];

    private readonly FindingList _findings = new(mode);
    private readonly Dictionary<string, string?> _none = [];

    public IReadOnlyList<Finding> Findings => _findings.Items;

    public bool HasErrors => _findings.HasErrors;

    public LineageEvent? Read(JsonElement root, byte[] hash)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _findings.Refuse(FindingRules.Shape, $"The event is a JSON {root.ValueKind}.", string.Empty, "Send one JSON object.");
            return null;
        }

        var time = ReadTime(root);
        RequireOrigin(root, "producer", string.Empty);
        RequireOrigin(root, "schemaURL", string.Empty);
        var kind = ReadKind(root);
        return kind is null || time is null ? null : new LineageEvent
        {
            Hash = hash,
            Body = root.GetRawText(),
            Kind = kind.Value,
            EventTime = time.Value,
            EventType = kind == EventKind.Run ? ReadEventType(root) : "OTHER",
            RunId = kind == EventKind.Run ? ReadRunId(root.GetProperty("run")) : null,
            Job = kind == EventKind.Dataset ? null : ReadJob(root.GetProperty("job")),
            RunFacets = kind == EventKind.Run ? ReadFacets(root.GetProperty("run"), "facets", FacetScope.Run, "run") : _none,
            JobFacets = kind == EventKind.Dataset ? _none : ReadFacets(root.GetProperty("job"), "facets", FacetScope.Job, "job"),
            Inputs = kind == EventKind.Dataset ? [] : ReadDatasets(root, "inputs", FacetScope.Input),
            Outputs = kind == EventKind.Dataset ? [] : ReadDatasets(root, "outputs", FacetScope.Output),
            Dataset = kind == EventKind.Dataset ? ReadDataset(root.GetProperty("dataset"), "dataset", null) : null,
        };
    }

    private static bool IsObject(JsonElement parent, string name)
        => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object;

    private static string? Text(JsonElement parent, string name)
        => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private Instant? ReadTime(JsonElement root)
    {
        var text = Text(root, "eventTime");
        if (!Rfc3339.TryParse(text, out var time, out var conforms))
        {
            _findings.Refuse(FindingRules.Time, $"The event time '{text}' is no date and time.", "eventTime", "Write it as 2026-11-20T10:26:00Z.");
            return null;
        }

        if (!conforms)
        {
            _findings.Tolerate(FindingRules.Time, $"The event time '{text}' has no offset and is read as UTC.", "eventTime", $"Write {time}.");
        }

        return time;
    }

    private EventKind? ReadKind(JsonElement root)
    {
        var (run, job, dataset) = (IsObject(root, "run"), IsObject(root, "job"), IsObject(root, "dataset"));
        if (job && dataset && !run)
        {
            _findings.Tolerate(FindingRules.Shape, "The event has both a job and a dataset and is read as a job event.", "dataset", "Send two events.");
        }

        if (job)
        {
            return run ? EventKind.Run : EventKind.Job;
        }

        if (dataset)
        {
            return EventKind.Dataset;
        }

        _findings.Refuse(
            FindingRules.Shape, "The event has neither a job nor a dataset.", string.Empty, "Give it 'run' and 'job', or 'job', or 'dataset'.");
        return null;
    }

    private string ReadEventType(JsonElement root)
    {
        if (!root.TryGetProperty("eventType", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return "OTHER";
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        if (EventTypes.Contains(text, StringComparer.Ordinal))
        {
            return text ?? "OTHER";
        }

        var meant = EventTypes.FirstOrDefault(type => type.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? "OTHER";
        _findings.Tolerate(
            FindingRules.EventType, $"The event type '{text}' is unknown and is read as {meant}.", "eventType", $"Use one of {string.Join(", ", EventTypes)}.");
        return meant;
    }

    private Guid? ReadRunId(JsonElement run)
    {
        var text = Text(run, "runId");
        if (string.IsNullOrEmpty(text))
        {
            _findings.Refuse(FindingRules.RunId, "The run has no runId.", "run.runId", "Give it a UUID, best of version 7.");
            return null;
        }

        if (Guid.TryParseExact(text, "D", out var id))
        {
            return id;
        }

        _findings.Tolerate(FindingRules.RunId, $"The run id '{text}' is no UUID; one is derived from it.", "run.runId", "Give it a UUID, best of version 7.");
        return NodeKey.Derive("run-id", text);
    }

    private JobId? ReadJob(JsonElement job)
    {
        var (space, name) = (Text(job, "namespace"), Text(job, "name"));
        if (EntityName.FindFault(space, name) is { } fault)
        {
            _findings.Refuse(FindingRules.Name, $"The job has {fault}.", "job", EntityName.Advice);
            return null;
        }

        return new JobId(space ?? string.Empty, name ?? string.Empty);
    }

    private List<EventDataset> ReadDatasets(JsonElement root, string member, FacetScope direction)
    {
        var datasets = new List<EventDataset>();
        if (!root.TryGetProperty(member, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return datasets;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            _findings.Tolerate(FindingRules.Shape, $"'{member}' is a JSON {list.ValueKind} and is set aside.", member, "Send an array.");
            return datasets;
        }

        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (ReadDataset(item, $"{member}[{index++}]", direction) is { } dataset)
            {
                datasets.Add(dataset);
            }
        }

        return datasets;
    }

    private EventDataset? ReadDataset(JsonElement item, string path, FacetScope? direction)
    {
        var (space, name) = item.ValueKind == JsonValueKind.Object ? (Text(item, "namespace"), Text(item, "name")) : (null, null);
        if (EntityName.FindFault(space, name) is { } fault)
        {
            var message = $"The dataset has {fault} and is set aside.";
            if (direction is null)
            {
                _findings.Refuse(FindingRules.Name, message, path, EntityName.Advice);
            }
            else
            {
                _findings.Tolerate(FindingRules.Name, message, path, EntityName.Advice);
            }

            return null;
        }

        var directionFacets = direction switch
        {
            FacetScope.Input => ReadFacets(item, "inputFacets", FacetScope.Input, path),
            FacetScope.Output => ReadFacets(item, "outputFacets", FacetScope.Output, path),
            _ => _none,
        };
        return new EventDataset(
            new DatasetId(space ?? string.Empty, name ?? string.Empty), ReadFacets(item, "facets", FacetScope.Dataset, path), directionFacets);
    }

    private Dictionary<string, string?> ReadFacets(JsonElement entity, string member, FacetScope scope, string path)
    {
        var facets = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (!entity.TryGetProperty(member, out var map) || map.ValueKind == JsonValueKind.Null)
        {
            return facets;
        }

        var place = $"{path}.{member}";
        if (map.ValueKind != JsonValueKind.Object)
        {
            _findings.Tolerate(FindingRules.Shape, $"The facets are a JSON {map.ValueKind} and are set aside.", place, "Send an object.");
            return facets;
        }

        foreach (var facet in map.EnumerateObject())
        {
            ReadFacet(facet, scope, $"{place}.{facet.Name}", facets);
        }

        return facets;
    }

    private void ReadFacet(JsonProperty facet, FacetScope scope, string path, Dictionary<string, string?> facets)
    {
        if (facet.Value.ValueKind != JsonValueKind.Object)
        {
            _findings.Tolerate(FindingRules.Shape, $"The facet is a JSON {facet.Value.ValueKind} and is set aside.", path, "Send an object.");
            return;
        }

        RequireOrigin(facet.Value, "_producer", path);
        RequireOrigin(facet.Value, "_schemaURL", path);
        if (scope is FacetScope.Job or FacetScope.Dataset
            && facet.Value.TryGetProperty("_deleted", out var deleted) && deleted.ValueKind == JsonValueKind.True)
        {
            facets[facet.Name] = null;
            return;
        }

        if (StandardFacets.Find(scope, facet.Name)?.FindFault(facet.Value, path) is { } fault)
        {
            _findings.Tolerate(
                FindingRules.Facet, $"The facet '{facet.Name}' is set aside: {fault.Message}.", fault.Path, "Follow the facet's schema.");
            return;
        }

        facets[facet.Name] = CanonicalJson.ToText(facet.Value);
    }

    private void RequireOrigin(JsonElement parent, string member, string path)
    {
        if (Text(parent, member) is null)
        {
            var place = path.Length == 0 ? member : $"{path}.{member}";
            _findings.Tolerate(FindingRules.Origin, $"'{member}' is missing.", place, "Give the URI of the producer or of the schema.");
        }
    }
}
