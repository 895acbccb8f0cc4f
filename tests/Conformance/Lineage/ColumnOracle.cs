using Lineage.Graph;
using Lineage.Model;

namespace Conformance.Lineage;

/// <summary>Follows columns naively: whole rows of a dataset (an empty name) are reached by an edge to them and lead where any column leads.</summary>
internal sealed class ColumnOracle
{
    private const int Limit = 100_000;

    private readonly Dictionary<NodeKey, DatasetId> _names = [];
    private IReadOnlyList<ColumnNodeEdge> _edges = [];

    public IEnumerable<(string Id, ColumnKey Key)> Columns => _edges
        .SelectMany(edge => new[] { edge.From, edge.To })
        .Where(column => column.Column.Length > 0)
        .Distinct()
        .Select(column => (IdOf(column), column));

    public static async Task<ColumnOracle> CreateAsync(LineageStores stores, CancellationToken cancellationToken)
    {
        var oracle = new ColumnOracle();
        var datasets = await stores.Catalog.ListDatasetsAsync(null, 0, Limit, cancellationToken);
        foreach (var dataset in datasets.Items)
        {
            oracle._names[dataset.Id.Key] = dataset.Id;
        }

        oracle._edges = await stores.Graph.ListColumnEdgesAmongAsync([.. oracle._names.Keys], Limit, cancellationToken);
        return oracle;
    }

    public IEnumerable<string> Reach(ColumnKey start, LineageDirection direction)
    {
        var reached = new HashSet<ColumnKey> { start };
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            foreach (var edge in _edges)
            {
                var leads = direction == LineageDirection.Upstream
                    ? reached.Any(column => column == edge.To || (edge.To.Column.Length == 0 && column.Dataset == edge.To.Dataset))
                    : reached.Any(column => column == edge.From || (column.Column.Length == 0 && column.Dataset == edge.From.Dataset));
                if (leads)
                {
                    reached.Add(direction == LineageDirection.Upstream ? edge.From : edge.To);
                }
            }
        }

        return reached.Select(IdOf).Order(StringComparer.Ordinal);
    }

    private string IdOf(ColumnKey column) => NodeIdGrammar.FormatColumn(_names[column.Dataset], column.Column);
}
