using Catalog.Core.Values;
using Catalog.Persistence.Lineage.Entities;
using Catalog.Persistence.Storage;
using Lineage.Graph;
using Lineage.Model;
using Lineage.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage.Repositories;

internal sealed class LineageGraphStore(CatalogDatabase<LineageDbContext> database) : ILineageGraphStore
{
    public Task<IReadOnlyDictionary<NodeKey, NodeInfo>> FindNodesAsync(
        IReadOnlyCollection<NodeKey> keys, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyDictionary<NodeKey, NodeInfo>>(
            async (context, token) =>
            {
                var nodes = new Dictionary<NodeKey, NodeInfo>();
                foreach (var chunk in keys.Select(static key => key.Value).Chunk(LineageMerger.ChunkSize))
                {
                    await AddDatasetsAsync(context, chunk, nodes, token).ConfigureAwait(false);
                    await AddJobsAsync(context, chunk, nodes, token).ConfigureAwait(false);
                }

                return nodes;
            },
            cancellationToken);

    public Task<IReadOnlyList<NodeEdge>> ListEdgesAsync(
        IReadOnlyCollection<NodeKey> nodes, LineageDirection direction, int limit, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<NodeEdge>>(
            async (context, token) =>
            {
                var names = await FindNamesAsync(context, nodes, token).ConfigureAwait(false);
                var found = new List<NodeEdge>();
                foreach (var chunk in names.Chunk(LineageMerger.ChunkSize))
                {
                    found.AddRange(await ListObservedAsync(context, chunk, direction, limit, token).ConfigureAwait(false));
                    found.AddRange(await ListDeclaredAsync(context, chunk, direction, limit, token).ConfigureAwait(false));
                }

                return [.. Unite(found).Take(limit)];
            },
            cancellationToken);

    public Task<IReadOnlyList<ColumnNodeEdge>> ListColumnEdgesAsync(
        IReadOnlyCollection<ColumnKey> columns, LineageDirection direction, int limit, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<ColumnNodeEdge>>(
            async (context, token) =>
            {
                var asked = columns.ToHashSet();
                var datasets = columns.Select(static column => column.Dataset).ToHashSet();
                var words = columns.Select(static column => column.Column).Append(string.Empty).ToHashSet().ToList();
                var wholeRows = asked.Any(static column => column.Column.Length == 0);
                var names = await FindNamesAsync(context, datasets, token).ConfigureAwait(false);
                var edges = new List<ColumnNodeEdge>();
                foreach (var chunk in names.Chunk(LineageMerger.ChunkSize))
                {
                    var rows = direction == LineageDirection.Upstream
                        ? context.ColumnEdges.Where(edge => chunk.Contains(edge.DatasetId) && words.Contains(edge.Column)).OrderBy(edge => edge.DatasetId)
                        : context.ColumnEdges.Where(edge => chunk.Contains(edge.InputId) && (wholeRows || words.Contains(edge.InputColumn))).OrderBy(edge => edge.InputId);
                    edges.AddRange(await ReadAsync(context, rows.Take(limit), token).ConfigureAwait(false));
                }

                return [.. edges.Where(edge => Touches(edge, asked, datasets, direction)).Distinct().Take(limit)];
            },
            cancellationToken);

    public Task<IReadOnlyList<ColumnNodeEdge>> ListColumnEdgesAmongAsync(
        IReadOnlyCollection<NodeKey> datasets, int limit, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<ColumnNodeEdge>>(
            async (context, token) =>
            {
                var among = datasets.ToHashSet();
                var names = await FindNamesAsync(context, among, token).ConfigureAwait(false);
                var edges = new List<ColumnNodeEdge>();
                foreach (var chunk in names.Chunk(LineageMerger.ChunkSize))
                {
                    var rows = context.ColumnEdges.Where(edge => chunk.Contains(edge.DatasetId)).OrderBy(edge => edge.DatasetId).Take(limit);
                    edges.AddRange(await ReadAsync(context, rows, token).ConfigureAwait(false));
                }

                return [.. edges.Where(edge => among.Contains(edge.From.Dataset)).Distinct().Take(limit)];
            },
            cancellationToken);

    private static bool Touches(
        ColumnNodeEdge edge, HashSet<ColumnKey> asked, HashSet<NodeKey> datasets, LineageDirection direction)
        => direction == LineageDirection.Upstream
            ? asked.Contains(edge.To) || (edge.To.Column.Length == 0 && datasets.Contains(edge.To.Dataset))
            : asked.Contains(edge.From) || asked.Contains(edge.From with { Column = string.Empty });

    private static async Task AddDatasetsAsync(
        LineageDbContext context, Guid[] keys, Dictionary<NodeKey, NodeInfo> nodes, CancellationToken cancellationToken)
    {
        var shownIds = context.Datasets.Where(dataset => keys.Contains(dataset.Id)).Select(static dataset => dataset.ShownId);
        var names = await context.Datasets.Where(dataset => shownIds.Contains(dataset.ShownId))
            .Select(static dataset => new { dataset.Id, dataset.ShownId, dataset.Namespace, dataset.Name, dataset.FirstSeen, dataset.LastSeen })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var wanted = keys.ToHashSet();
        foreach (var group in names.GroupBy(static name => name.ShownId))
        {
            var shown = group.Single(name => name.Id == group.Key);
            var seen = group.Select(static name => new SeenSpan(name.FirstSeen, name.LastSeen)).Aggregate(static (all, next) => all.Merge(next));
            var node = new NodeInfo(new NodeKey(shown.Id), NodeKind.Dataset, shown.Namespace, shown.Name, seen, null);
            foreach (var name in group.Where(name => wanted.Contains(name.Id)))
            {
                nodes[new NodeKey(name.Id)] = node;
            }
        }
    }

    private static async Task AddJobsAsync(
        LineageDbContext context, Guid[] keys, Dictionary<NodeKey, NodeInfo> nodes, CancellationToken cancellationToken)
    {
        var jobs = await context.Jobs.Where(job => keys.Contains(job.Id))
            .Select(job => new
            {
                job.Id,
                job.Namespace,
                job.Name,
                job.FirstSeen,
                job.LastSeen,
                LatestRun = context.Runs.Where(run => run.JobId == job.Id)
                    .OrderByDescending(run => run.SortTime).ThenByDescending(run => run.Id)
                    .Select(run => (RunState?)run.State).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var job in jobs)
        {
            var key = new NodeKey(job.Id);
            nodes[key] = new NodeInfo(key, NodeKind.Job, job.Namespace, job.Name, new SeenSpan(job.FirstSeen, job.LastSeen), job.LatestRun);
        }
    }

    /// <summary>The nodes' keys with those of all other names of the datasets among them.</summary>
    private static async Task<IReadOnlyCollection<Guid>> FindNamesAsync(
        LineageDbContext context, IReadOnlyCollection<NodeKey> nodes, CancellationToken cancellationToken)
    {
        var names = nodes.Select(static node => node.Value).ToHashSet();
        foreach (var chunk in nodes.Select(static node => node.Value).Chunk(LineageMerger.ChunkSize))
        {
            names.UnionWith(await context.Datasets
                .Where(dataset => chunk.Contains(dataset.ShownId) && dataset.Id != dataset.ShownId)
                .Select(static dataset => dataset.Id)
                .ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        return names;
    }

    private static Task<List<NodeEdge>> ListObservedAsync(
        LineageDbContext context, Guid[] names, LineageDirection direction, int limit, CancellationToken cancellationToken)
    {
        var edges = direction == LineageDirection.Upstream
            ? context.Edges.Where(edge => names.Contains(edge.ToId)).OrderBy(edge => edge.ToId)
            : context.Edges.Where(edge => names.Contains(edge.FromId)).OrderBy(edge => edge.FromId);
        return ShowAsync(
            context,
            edges.Take(limit).Select(edge => new Ends { From = edge.FromId, To = edge.ToId, LastSeen = edge.LastSeen }),
            cancellationToken);
    }

    private static Task<List<NodeEdge>> ListDeclaredAsync(
        LineageDbContext context, Guid[] names, LineageDirection direction, int limit, CancellationToken cancellationToken)
    {
        var edges = direction == LineageDirection.Upstream
            ? context.DeclaredEdges.Where(edge => names.Contains(edge.ToId)).OrderBy(edge => edge.ToId)
            : context.DeclaredEdges.Where(edge => names.Contains(edge.FromId)).OrderBy(edge => edge.FromId);
        return ShowAsync(
            context, edges.Take(limit).Select(edge => new Ends { From = edge.FromId, To = edge.ToId, LastSeen = null }), cancellationToken);
    }

    /// <summary>
    /// Puts the shown names in the place of those that events gave. The joined row is null for the end that is a job; the database
    /// gives null for its column then, so the exclamation marks state what SQL does, not what C# would.
    /// </summary>
    private static async Task<List<NodeEdge>> ShowAsync(LineageDbContext context, IQueryable<Ends> edges, CancellationToken cancellationToken)
    {
        var rows = await edges
            .LeftJoin(context.Datasets, ends => ends.From, from => from.Id, (ends, from) => new { Ends = ends, From = from!.ShownId as Guid? })
            .LeftJoin(context.Datasets, pair => pair.Ends.To, to => to.Id, (pair, to) => new { pair.Ends, pair.From, To = to!.ShownId as Guid? })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(static row => new NodeEdge(
            new NodeKey(row.From ?? row.Ends.From), new NodeKey(row.To ?? row.Ends.To), row.Ends.LastSeen, Declared: row.Ends.LastSeen is null));
    }

    /// <summary>One edge for each pair of shown names; a dataset does not flow into itself under another name.</summary>
    private static IEnumerable<NodeEdge> Unite(IEnumerable<NodeEdge> edges) => edges
        .Where(static edge => edge.From != edge.To)
        .GroupBy(static edge => (edge.From, edge.To))
        .Select(static group => new NodeEdge(
            group.Key.From, group.Key.To, group.Max(static edge => edge.LastSeen), group.Any(static edge => edge.Declared)));

    private static async Task<List<ColumnNodeEdge>> ReadAsync(
        LineageDbContext context, IQueryable<ColumnEdgeEntity> edges, CancellationToken cancellationToken)
    {
        var rows = await edges
            .Join(context.Datasets, edge => edge.DatasetId, dataset => dataset.Id, (edge, dataset) => new { edge, To = dataset.ShownId })
            .Join(context.Datasets, pair => pair.edge.InputId, input => input.Id, (pair, input) => new { pair.edge, pair.To, From = input.ShownId })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(static row => new ColumnNodeEdge(
            new ColumnKey(new NodeKey(row.From), row.edge.InputColumn),
            new ColumnKey(new NodeKey(row.To), row.edge.Column),
            row.edge.JobId is { } job ? new NodeKey(job) : null,
            row.edge.Indirect,
            row.edge.Subtype,
            row.edge.Masked,
            row.edge.Description));
    }

    private sealed class Ends
    {
        public required Guid From { get; init; }

        public required Guid To { get; init; }

        /// <summary>Null for a declared edge.</summary>
        public required Instant? LastSeen { get; init; }
    }
}
