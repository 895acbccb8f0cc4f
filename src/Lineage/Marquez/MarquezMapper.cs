using System.Text.Json;
using Lineage.Ingest;
using Lineage.Model;
using Lineage.Runs;

namespace Lineage.Marquez;

/// <summary>Puts what is known into Marquez' shapes.</summary>
internal static class MarquezMapper
{
    public static MarquezDataset Map(DatasetInfo dataset)
    {
        var facets = Facets(dataset.Facets);
        return new MarquezDataset
        {
            Id = Name(dataset.Id),
            Type = dataset.Id.Namespace.StartsWith("kafka://", StringComparison.Ordinal) ? "STREAM" : "DB_TABLE",
            Name = dataset.Id.Name,
            PhysicalName = dataset.Names.Where(name => name != dataset.Id).Select(static name => name.Name).FirstOrDefault(dataset.Id.Name),
            CreatedAt = dataset.Seen.First.ToString(),
            UpdatedAt = dataset.Seen.Last.ToString(),
            Namespace = dataset.Id.Namespace,
            SourceName = Text(facets, "dataSource", "name") ?? dataset.Id.Namespace,
            Fields = Fields(dataset.Schema, facets),
            Tags = Tags(facets, field: null),
            LastModifiedAt = dataset.Seen.Last.ToString(),
            LastLifecycleState = Text(facets, "lifecycleStateChange", "lifecycleStateChange"),
            Description = Text(facets, "documentation", "description"),
            Facets = facets,
        };
    }

    public static MarquezJob Map(JobInfo job, StoredRun? latest)
    {
        var facets = Facets(job.Record.Facets);
        return new MarquezJob
        {
            Id = new MarquezName(job.Record.Id.Namespace, job.Record.Id.Name),
            Type = Text(facets, "jobType", "processingType") switch
            {
                "STREAMING" => "STREAM",
                "SERVICE" => "SERVICE",
                _ => "BATCH",
            },
            Name = job.Record.Id.Name,
            SimpleName = job.Record.Id.Name[(job.Record.Id.Name.LastIndexOf('.') + 1)..],
            CreatedAt = job.Record.Seen.First.ToString(),
            UpdatedAt = job.Record.Seen.Last.ToString(),
            Namespace = job.Record.Id.Namespace,
            Inputs = [.. job.Inputs.Select(Name)],
            Outputs = [.. job.Outputs.Select(Name)],
            Location = Text(facets, "sourceCodeLocation", "url"),
            Description = Text(facets, "documentation", "description"),
            LatestRun = latest is null ? null : Map(latest),
            Facets = facets,
        };
    }

    public static MarquezRun Map(StoredRun run)
    {
        var record = run.Record;
        var facets = Facets(record.Facets);
        return new MarquezRun
        {
            Id = record.Id.RunId,
            CreatedAt = record.Seen.First.ToString(),
            UpdatedAt = record.Seen.Last.ToString(),
            NominalStartTime = Text(facets, "nominalTime", "nominalStartTime"),
            NominalEndTime = Text(facets, "nominalTime", "nominalEndTime"),
            State = record.State.ToString().ToUpperInvariant(),
            StartedAt = record.StartedAt?.ToString(),
            EndedAt = record.EndedAt?.ToString(),
            DurationMs = record.EndedAt - record.StartedAt is { } duration ? (long)duration.TotalMilliseconds : null,
            Job = new MarquezName(record.Id.Job.Namespace, record.Id.Job.Name),
            Facets = facets,
        };
    }

    private static MarquezName Name(DatasetId dataset) => new(dataset.Namespace, dataset.Name);

    private static Dictionary<string, JsonElement> Facets(FacetMap facets) => facets.Live.ToDictionary(
        static facet => facet.Key, static facet => JsonElement.Parse(facet.Value, FacetJson.Options), StringComparer.Ordinal);

    private static string? Text(Dictionary<string, JsonElement> facets, string facet, string member)
        => facets.TryGetValue(facet, out var value) && FacetJson.Text(value, member) is { Length: > 0 } text ? text : null;

    private static List<MarquezField> Fields(SchemaRecord? schema, Dictionary<string, JsonElement> facets) => schema is null
        ? []
        : JsonElement.Parse(schema.Fields, FacetJson.Options).EnumerateArray()
            .Select(field => (Name: FacetJson.Text(field, "name"), Type: FacetJson.Text(field, "type"), Description: FacetJson.Text(field, "description")))
            .Select(field => new MarquezField(
                field.Name,
                field.Type.Length == 0 ? null : field.Type,
                field.Description.Length == 0 ? null : field.Description,
                Tags(facets, field.Name)))
            .ToList();

    /// <summary>Tags of the dataset, or of one of its columns.</summary>
    private static List<string> Tags(Dictionary<string, JsonElement> facets, string? field) => facets.TryGetValue("tags", out var facet)
        ? [.. FacetJson.Items(facet, "tags")
            .Where(tag => FacetJson.Text(tag, "field") == (field ?? string.Empty))
            .Select(static tag => FacetJson.Text(tag, "key"))]
        : [];
}
