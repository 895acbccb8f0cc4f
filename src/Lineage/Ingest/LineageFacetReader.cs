using System.Text.Json;
using Lineage.Model;
using Lineage.Parsing;

namespace Lineage.Ingest;

/// <summary>
/// Reads the experimental <c>lineage</c> facet. It is always written from the target's side; an entry or input of type JOB without
/// identity means the event's own job.
/// </summary>
internal static class LineageFacetReader
{
    /// <summary>The facet of a job: each entry is a dataset or job with what flows into it.</summary>
    public static FacetLineage ReadJob(string facet, JobId own)
    {
        using var document = JsonDocument.Parse(facet, FacetJson.Options);
        var lineage = new FacetLineage();
        foreach (var entry in FacetJson.Items(document.RootElement, "entries"))
        {
            if (IsJob(entry))
            {
                AddEntry(lineage, entry, EdgeEnd.Of(JobOf(entry, own)), own);
                lineage.Jobs.Add(JobOf(entry, own));
            }
            else if (DatasetOf(entry) is { } dataset)
            {
                lineage.Datasets.Add(dataset);
                AddEntry(lineage, entry, EdgeEnd.Of(dataset), own);
                AddFields(lineage, entry, dataset);
            }
        }

        lineage.Jobs.Remove(own);
        return lineage;
    }

    /// <summary>The facet of a dataset in a DatasetEvent: edges from its inputs without a job between.</summary>
    public static FacetLineage ReadDataset(string facet, DatasetId target)
    {
        using var document = JsonDocument.Parse(facet, FacetJson.Options);
        var lineage = new FacetLineage();
        foreach (var input in FacetJson.Items(document.RootElement, "inputs"))
        {
            if (EndOf(lineage, input, null) is { } from)
            {
                lineage.Edges.Add(new DeclaredEdge(from, EdgeEnd.Of(target)));
            }
        }

        AddFields(lineage, document.RootElement, target);
        return lineage;
    }

    private static void AddEntry(FacetLineage lineage, JsonElement entry, EdgeEnd target, JobId own)
    {
        var self = EdgeEnd.Of(own);
        if (target.Kind == NodeKind.Dataset && FacetJson.Has(entry, "inputs"))
        {
            lineage.Edges.Add(new DeclaredEdge(self, target));
        }

        foreach (var input in FacetJson.Items(entry, "inputs"))
        {
            if (EndOf(lineage, input, own) is not { } from || from == target)
            {
                continue;
            }

            // A dataset reaches a dataset through the job that states it; everything else is an edge as written.
            var to = target.Kind == NodeKind.Dataset && from.Kind == NodeKind.Dataset ? self : target;
            lineage.Edges.Add(new DeclaredEdge(from, to));
        }
    }

    private static void AddFields(FacetLineage lineage, JsonElement entry, DatasetId dataset)
    {
        if (!FacetJson.Has(entry, "fields"))
        {
            return;
        }

        var edges = new List<ColumnEdge>();
        foreach (var field in entry.GetProperty("fields").EnumerateObject())
        {
            foreach (var input in FacetJson.Items(field.Value, "inputs"))
            {
                var column = FacetJson.Text(input, "field");
                if (!IsJob(input) && ColumnLineageFacetReader.IsColumnName(column) && DatasetOf(input) is { } source)
                {
                    lineage.Datasets.Add(source);
                    edges.AddRange(ColumnLineageFacetReader.ReadTransformations(input, source, column, field.Name));
                }
            }
        }

        lineage.Columns[dataset] = [.. edges.Distinct()];
    }

    private static EdgeEnd? EndOf(FacetLineage lineage, JsonElement input, JobId? own)
    {
        if (!IsJob(input))
        {
            if (DatasetOf(input) is not { } dataset)
            {
                return null;
            }

            lineage.Datasets.Add(dataset);
            return EdgeEnd.Of(dataset);
        }

        if (own is null && EntityName.FindFault(FacetJson.Text(input, "namespace"), FacetJson.Text(input, "name")) is not null)
        {
            return null;
        }

        var job = JobOf(input, own ?? default);
        lineage.Jobs.Add(job);
        return EdgeEnd.Of(job);
    }

    private static bool IsJob(JsonElement item) => FacetJson.Text(item, "type") == "JOB";

    private static DatasetId? DatasetOf(JsonElement item) => FacetJson.Dataset(item);

    private static JobId JobOf(JsonElement item, JobId own) => FacetJson.Dataset(item) is { } named ? new JobId(named.Namespace, named.Name) : own;
}
