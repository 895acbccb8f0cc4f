using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Lineage.Graph;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Flow;

/// <summary>Reads what a lineage page shows. Thread-safe.</summary>
public sealed class LineageViewReader(FlowReader flows, ProductUse use, IRunQueries runs, DefinitionRegistry registry, TimeProvider clock)
{
    /// <summary>Reads one page.</summary>
    /// <exception cref="Lineage.LineageException">The address names no node.</exception>
    public async Task<LineageView> ReadAsync(LineageAddress address, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var read = await flows.ReadAsync(address.Urn, address.Followed, address.Depth, address.ShowsColumns || address.IsImpact, cancellationToken);
        var graph = Entitle(address.IsImpact ? await UsedAsync(read, cancellationToken) : read);
        var impact = address.IsImpact ? ImpactAnalysis.Of(graph) : null;
        var shown = address.ShowsColumns ? graph : WithoutColumns(graph, keepEdges: impact is not null);
        var drawn = address.ShowsAll || impact is not null ? shown : FlowBundler.Bundle(shown, address.Selected);
        var rows = new FlowRows(shown, registry.Current);
        return new LineageView
        {
            Address = address,
            Graph = shown,
            Impact = impact,
            Drawing = FlowDrawing.Of(impact is null ? FlowShortcuts.Remove(drawn) : drawn, impact, Instant.Now(clock)),
            Rows = impact is null ? rows.Explore() : rows.Impact(impact),
            Selection = await SelectAsync(drawn, address.Selected, cancellationToken),
            Took = clock.GetElapsedTime(began),
        };
    }

    private async Task<FlowGraph> UsedAsync(FlowGraph read, CancellationToken cancellationToken)
    {
        var users = await use.ListAsync(read.Nodes.First(node => node.Id == read.Start), cancellationToken);
        return ProductUse.Add(await use.DropLostAsync(read, cancellationToken), users);
    }

    /// <summary>Gives data products the title that people know them by.</summary>
    private FlowGraph Entitle(FlowGraph graph) => graph with
    {
        Nodes = [.. graph.Nodes.Select(node => node.Definition is { Kind: DefinitionKind.DataProduct } id
            && registry.Current.FindModel<DataProduct>(id.Kind, id.Name)?.Title is { Length: > 0 } title
                ? node with { Title = title, IsIdentifier = false }
                : node)],
    };

    private static FlowGraph WithoutColumns(FlowGraph graph, bool keepEdges) => graph with
    {
        Nodes = [.. graph.Nodes.Select(static node => node with { Columns = [] })],
        ColumnEdges = keepEdges ? graph.ColumnEdges : [],
    };

    private async Task<FlowSelection> SelectAsync(FlowGraph graph, string? selected, CancellationToken cancellationToken)
    {
        var node = graph.Nodes.FirstOrDefault(node => node.Id == selected) ?? graph.Nodes.First(node => node.Id == graph.Start);
        var definition = node.Definition is { } id ? registry.Current.Find(id) : null;
        var (into, outOf) = await CountNeighboursAsync(node, cancellationToken);
        return new FlowSelection
        {
            Node = node,
            Href = node.Kind == FlowKind.Job || node.Members.Count > 0 ? null : OwnDatasets.PageOf(registry.Current, node.Name),
            Owner = definition?.Owner,
            Domain = definition?.Domain,
            Description = definition is null ? null : SearchDocuments.Of(definition, registry.Current).Description,
            InCount = into,
            OutCount = outOf,
            LastRun = await FindLastRunAsync(node, cancellationToken),
        };
    }

    // The graph may end at the node or look one way only, so its neighbours are asked for.
    private async Task<(int Into, int OutOf)> CountNeighboursAsync(FlowNode node, CancellationToken cancellationToken)
    {
        if (node.Members.Count > 0)
        {
            return (0, 1);
        }

        var around = await flows.ReadAsync(node.Id, LineageDirection.Both, depth: 1, columns: false, cancellationToken);
        var used = ProductUse.Add(around, await use.ListAsync(node, cancellationToken));
        return (used.Edges.Count(edge => edge.To == node.Id), used.Edges.Count(edge => edge.From == node.Id));
    }

    private async Task<RunSummary?> FindLastRunAsync(FlowNode node, CancellationToken cancellationToken)
    {
        if (node.Members.Count > 0)
        {
            return null;
        }

        var filter = node.Kind == FlowKind.Job
            ? new RunFilter { Job = new JobId(node.Name.Namespace, node.Name.Name), Limit = 1 }
            : new RunFilter { Dataset = node.Name, Direction = DatasetDirection.Output, Limit = 1 };
        var latest = await runs.ListAsync(filter, cancellationToken);
        return latest.Runs is [var run, ..] ? run : null;
    }
}
