namespace Catalog.Web.Queries.Flow;

/// <summary>What depends on a dataset, or on one of its columns, among the nodes of a graph.</summary>
public sealed class ImpactAnalysis
{
    private readonly FlowGraph _graph;
    private readonly Dictionary<(string Node, string Column), int> _columns = [];
    private readonly Dictionary<string, FlowEffect> _nodes = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _before;

    private ImpactAnalysis(FlowGraph graph)
    {
        _graph = graph;
        _before = graph.Edges.ToLookup(static edge => edge.To, static edge => edge.From);
    }

    /// <summary>Columns that break, with their steps from the start; an empty column stands for whole rows.</summary>
    public IReadOnlyDictionary<(string Node, string Column), int> Columns => _columns;

    /// <summary>What happens to each node but the start.</summary>
    public IReadOnlyDictionary<string, FlowEffect> Nodes => _nodes;

    /// <summary>Judges the removal of the column that the graph starts from, or of the whole dataset when it starts from one.</summary>
    public static ImpactAnalysis Of(FlowGraph graph)
    {
        var analysis = new ImpactAnalysis(graph);
        if (graph.StartColumn is { } column)
        {
            analysis.FollowColumns(column);
            analysis.JudgeByColumns();
        }
        else
        {
            analysis.JudgeByNodes();
        }

        return analysis;
    }

    /// <summary>Whether the edge carries the change on.</summary>
    public bool Carries(FlowColumnEdge edge) => Breaks(edge.From, edge.FromColumn) && Breaks(edge.To, edge.ToColumn);

    /// <summary>Whether the column breaks. It does, too, where whole rows do.</summary>
    public bool Breaks(string node, string column) => _columns.ContainsKey((node, column)) || _columns.ContainsKey((node, string.Empty));

    /// <summary>Whether a node breaks or is the start.</summary>
    public bool Breaks(string node) => node == _graph.Start || _nodes.GetValueOrDefault(node) == FlowEffect.Breaks;

    private void FollowColumns(string column)
    {
        var next = _graph.ColumnEdges.ToLookup(static edge => edge.From);
        _columns[(_graph.Start, column)] = 0;
        List<(string Node, string Column)> front = [(_graph.Start, column)];
        for (var step = 1; front.Count > 0; step++)
        {
            // What decides about whole rows decides about every column made from them.
            front =
            [
                .. front.SelectMany(end => next[end.Node].Where(edge => end.Column.Length == 0 || edge.FromColumn == end.Column))
                    .Select(static edge => (edge.To, edge.ToColumn)).Where(end => _columns.TryAdd(end, step)),
            ];
        }
    }

    private void JudgeByColumns()
    {
        var hit = _columns.Keys.Select(static end => end.Node).ToHashSet(StringComparer.Ordinal);
        var known = _graph.ColumnEdges.Select(static edge => (edge.From, edge.To)).ToHashSet();
        var others = _graph.Nodes.Where(node => node.Id != _graph.Start).ToList();
        foreach (var node in others)
        {
            _nodes[node.Id] = hit.Contains(node.Id) ? FlowEffect.Breaks : FlowEffect.Unaffected;
        }

        // A doubt spreads: each round carries it one step further.
        bool changed;
        do
        {
            var doubtful = others.Where(node => _nodes[node.Id] == FlowEffect.Unaffected && IsDoubtful(node.Id, known)).ToList();
            changed = doubtful.Count > 0;
            doubtful.ForEach(node => _nodes[node.Id] = FlowEffect.Unknown);
        }
        while (changed);
    }

    private bool IsDoubtful(string node, HashSet<(string From, string To)> known)
        => DatasetsBefore(node).Any(before => !known.Contains((before, node)) && IsTouched(before));

    private bool IsTouched(string node) => node == _graph.Start || _nodes.GetValueOrDefault(node) != FlowEffect.Unaffected;

    // A job only hands on: what it reads is what its outputs are made from.
    private IEnumerable<string> DatasetsBefore(string node)
    {
        var jobs = _graph.Nodes.Where(static other => other.Kind == FlowKind.Job).Select(static job => job.Id).ToHashSet(StringComparer.Ordinal);
        return _before[node].SelectMany(before => jobs.Contains(before) ? _before[before] : [before]).Where(before => before != node).Distinct();
    }

    private void JudgeByNodes()
    {
        var after = _graph.Edges.ToLookup(static edge => edge.From, static edge => edge.To);
        var reached = new HashSet<string>(StringComparer.Ordinal) { _graph.Start };
        var waiting = new Queue<string>(reached);
        while (waiting.TryDequeue(out var node))
        {
            foreach (var next in after[node].Where(reached.Add))
            {
                waiting.Enqueue(next);
            }
        }

        foreach (var node in _graph.Nodes.Where(node => node.Id != _graph.Start))
        {
            _nodes[node.Id] = reached.Contains(node.Id) ? FlowEffect.Breaks : FlowEffect.Unaffected;
        }

        foreach (var edge in _graph.ColumnEdges.Where(edge => reached.Contains(edge.From) && reached.Contains(edge.To)))
        {
            _columns.TryAdd((edge.From, edge.FromColumn), 0);
            _columns.TryAdd((edge.To, edge.ToColumn), 0);
        }
    }
}
