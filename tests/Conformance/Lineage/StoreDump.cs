using System.Text;
using Lineage.Graph;
using Lineage.Model;
using Lineage.Runs;

namespace Conformance.Lineage;

/// <summary>Everything that the ports tell about a store, as text: two stores with the same text cannot be told apart.</summary>
public static class StoreDump
{
    private const int Limit = 100_000;

    public static async Task<string> WriteAsync(LineageStores stores, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var space in await stores.Catalog.ListNamespacesAsync(cancellationToken))
        {
            text.AppendLine($"namespace {space.Name} {Show(space.Seen)}");
        }

        var datasets = await stores.Catalog.ListDatasetsAsync(null, 0, Limit, cancellationToken);
        foreach (var dataset in datasets.Items)
        {
            await WriteDatasetAsync(stores, dataset, text, cancellationToken);
        }

        var jobs = await stores.Catalog.ListJobsAsync(null, 0, Limit, cancellationToken);
        foreach (var job in jobs.Items)
        {
            text.AppendLine($"{job.Record.Id} {Show(job.Record.Seen)} {job.Record.Facets} <- {string.Join(' ', job.Inputs)} -> {string.Join(' ', job.Outputs)}");
        }

        var latest = await stores.Runs.FindLatestRunsAsync([.. jobs.Items.Select(job => job.Record.Id)], cancellationToken);
        foreach (var (job, run) in latest.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal))
        {
            text.AppendLine($"latest of {job} is {run.Record.Id}");
        }

        await WriteRunsAsync(stores, text, cancellationToken);
        await WriteGraphAsync(
            stores, [.. datasets.Items.Select(dataset => dataset.Id.Key), .. jobs.Items.Select(job => job.Record.Id.Key)], text, cancellationToken);
        return text.ToString();
    }

    private static async Task WriteDatasetAsync(LineageStores stores, DatasetInfo dataset, StringBuilder text, CancellationToken cancellationToken)
    {
        text.AppendLine($"{dataset.Id} = {string.Join(' ', dataset.Names)} {Show(dataset.Seen)} {dataset.Facets} schema {dataset.Schema?.Content}");
        foreach (var schema in await stores.Catalog.ListSchemasAsync(dataset.Id, cancellationToken))
        {
            text.AppendLine($"  schema {schema.Content} {Show(schema.Seen)} {schema.Stamp} {schema.Fields}");
        }
    }

    private static async Task WriteRunsAsync(LineageStores stores, StringBuilder text, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await stores.Runs.ListRunsAsync(new RunFilter { Cursor = cursor, Limit = 7 }, cancellationToken);
            foreach (var run in page.Runs)
            {
                var record = run.Record;
                text.AppendLine(
                    $"run {record.Id} {record.State} {record.StartedAt} {record.EndedAt} {Show(record.Seen)} {record.LastDatasetsAt} {record.Facets} job {run.JobFacets}");
                foreach (var use in await stores.Runs.ListRunDatasetsAsync(record.Id, cancellationToken))
                {
                    text.AppendLine($"  {use.Direction} {use.Dataset} {Show(use.Seen)} {use.Facets}");
                }
            }

            cursor = page.Next?.ToString();
        }
        while (cursor is not null);
    }

    private static async Task WriteGraphAsync(
        LineageStores stores, IReadOnlyCollection<NodeKey> nodes, StringBuilder text, CancellationToken cancellationToken)
    {
        var infos = await stores.Graph.FindNodesAsync(nodes, cancellationToken);
        foreach (var node in infos.OrderBy(pair => pair.Key.Value))
        {
            text.AppendLine($"node {node.Value}");
        }

        foreach (var direction in new[] { LineageDirection.Upstream, LineageDirection.Downstream })
        {
            var edges = await stores.Graph.ListEdgesAsync(nodes, direction, Limit, cancellationToken);
            foreach (var line in edges.Select(edge => $"{direction} {edge}").Order(StringComparer.Ordinal))
            {
                text.AppendLine(line);
            }
        }

        var columns = await stores.Graph.ListColumnEdgesAmongAsync(nodes, Limit, cancellationToken);
        foreach (var line in columns.Select(edge => $"column {edge}").Order(StringComparer.Ordinal))
        {
            text.AppendLine(line);
        }
    }

    private static string Show(SeenSpan seen) => $"{seen.First}..{seen.Last}";
}
