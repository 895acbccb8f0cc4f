namespace Catalog.Web.ViewModels.Drawing;

/// <summary>
/// Nodes and lanes in columns. An edge over several columns gets a lane in each column between, so that it is led around the boxes there. Nodes are numbered
/// first, then lanes.
/// </summary>
internal sealed class LayeredGraph
{
    /// <summary>Height that a lane takes in its column.</summary>
    public const double LaneHeight = 12;

    private readonly List<int> _layers;
    private readonly Dictionary<(int Left, int Right), int[]> _lanes = [];

    public LayeredGraph(IReadOnlyList<int> layers, IReadOnlyList<(int From, int To)> edges)
    {
        _layers = [.. layers];
        NodeCount = layers.Count;
        var steps = new List<(int Left, int Right)>();
        foreach (var pair in edges.Select(Orient).Distinct())
        {
            var lanes = Enumerable.Range(_layers[pair.Left] + 1, _layers[pair.Right] - _layers[pair.Left] - 1).Select(AddLane).ToArray();
            _lanes[pair] = lanes;
            int[] way = [pair.Left, .. lanes, pair.Right];
            steps.AddRange(way.Zip(way.Skip(1)));
        }

        After = steps.ToLookup(static step => step.Left, static step => step.Right);
        Before = steps.ToLookup(static step => step.Right, static step => step.Left);
        Order = [.. Enumerable.Range(0, _layers.DefaultIfEmpty(-1).Max() + 1).Select(layer => ItemsOf(layer).ToList())];
    }

    public int NodeCount { get; }

    /// <summary>Nodes and lanes of each column from top to bottom.</summary>
    public List<List<int>> Order { get; }

    /// <summary>Neighbours in the next column.</summary>
    public ILookup<int, int> After { get; }

    /// <summary>Neighbours in the column before.</summary>
    public ILookup<int, int> Before { get; }

    public int ItemCount => _layers.Count;

    public int LayerOf(int item) => _layers[item];

    public bool IsLane(int item) => item >= NodeCount;

    /// <summary>The lanes of an edge, in its direction.</summary>
    public IEnumerable<int> LanesOf(int from, int to)
    {
        var lanes = _lanes[Orient((from, to))];
        return _layers[from] < _layers[to] ? lanes : lanes.Reverse();
    }

    /// <summary>Which heights an edge wants to be equal, step by step from left to right.</summary>
    public IEnumerable<LayoutLink> LinksOf(int from, int to, double fromOffset, double toOffset)
    {
        var pair = Orient((from, to));
        var (leftOffset, rightOffset) = pair.Left == from ? (fromOffset, toOffset) : (toOffset, fromOffset);
        (int Item, double Offset)[] way = [(pair.Left, leftOffset), .. _lanes[pair].Select(static lane => (lane, LaneHeight / 2)), (pair.Right, rightOffset)];
        return way.Zip(way.Skip(1), static (left, right) => new LayoutLink(left.Item, right.Item, left.Offset, right.Offset));
    }

    private (int Left, int Right) Orient((int From, int To) edge) => _layers[edge.From] < _layers[edge.To] ? edge : (edge.To, edge.From);

    private int AddLane(int layer)
    {
        _layers.Add(layer);
        return _layers.Count - 1;
    }

    private IEnumerable<int> ItemsOf(int layer) => Enumerable.Range(0, _layers.Count).Where(item => _layers[item] == layer);
}

/// <summary>One step of an edge between neighbouring columns.</summary>
internal readonly record struct LayoutLink(int Left, int Right, double LeftOffset, double RightOffset);
