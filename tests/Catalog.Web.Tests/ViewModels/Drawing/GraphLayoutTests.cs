using Catalog.Web.ViewModels.Drawing;

namespace Catalog.Web.Tests.ViewModels.Drawing;

public sealed class GraphLayoutTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_AnyGraph_NoBoxCoversAnother(int seed)
    {
        var (nodes, edges) = RandomGraph(seed);

        var layout = GraphLayout.Of(nodes, edges);

        var places = layout.Nodes.Values.ToList();
        Assert.Equal(nodes.Count, places.Count);
        Assert.All(places.SelectMany((left, i) => places.Skip(i + 1).Select(right => (left, right))), pair => Assert.False(Overlap(pair.left, pair.right)));
        Assert.All(places, static place => Assert.True(place is { X: >= 0, Y: >= 0 }));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_GraphWithoutCircles_EveryArrowPointsRight(int seed)
    {
        var (nodes, edges) = RandomGraph(seed, circles: false);

        var layout = GraphLayout.Of(nodes, edges);

        Assert.All(edges, edge => Assert.True(layout.Nodes[edge.From].Layer < layout.Nodes[edge.To].Layer));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_AnyGraph_RoutesStartAndEndAtTheirBoxesAndRunOneWay(int seed)
    {
        var (nodes, edges) = RandomGraph(seed);

        var layout = GraphLayout.Of(nodes, edges);

        foreach (var (edge, route) in edges.Zip(layout.Routes))
        {
            if (edge.From == edge.To)
            {
                Assert.Empty(route);
                continue;
            }

            var (from, to) = (layout.Nodes[edge.From], layout.Nodes[edge.To]);
            var way = Math.Sign(to.Layer - from.Layer);
            Assert.Equal(new LayoutPoint(way > 0 ? from.Right : from.X, from.Y + edge.FromOffset), route[0]);
            Assert.Equal(new LayoutPoint(way > 0 ? to.X : to.Right, to.Y + edge.ToOffset), route[^1]);
            Assert.All(route.Zip(route.Skip(1)), step => Assert.True(Math.Sign(step.Second.X - step.First.X) == way));
            Assert.Equal(2 * Math.Abs(to.Layer - from.Layer), route.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_SameGraphInAnotherOrder_LooksTheSame(int seed)
    {
        var (nodes, edges) = RandomGraph(seed);
        var random = new Random(seed);
        var shuffled = nodes.ToArray();
        random.Shuffle(shuffled);
        var turned = edges.ToArray();
        random.Shuffle(turned);

        Assert.Equal(GraphLayout.Of(nodes, edges).Nodes, GraphLayout.Of(shuffled, turned).Nodes);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_AnyOrder_NeverHasMoreCrossingsThanBefore(int seed)
    {
        var (nodes, edges) = RandomGraph(seed);
        var pairs = edges.Select(edge => (From: int.Parse(edge.From[1..]), To: int.Parse(edge.To[1..]))).Where(pair => pair.From != pair.To).Distinct().Order().ToList();
        var graph = new LayeredGraph(LayerAssignment.Assign(nodes.Count, pairs), pairs);
        var before = CrossingReduction.Count(graph);
        var items = graph.Order.Select(layer => layer.Order().ToList()).ToList();

        CrossingReduction.Run(graph);

        Assert.Equal(CountNaively(graph), CrossingReduction.Count(graph));
        Assert.InRange(CrossingReduction.Count(graph), 0, before);
        Assert.Equal(items, graph.Order.Select(layer => layer.Order().ToList()));
    }

    [Fact]
    public void Of_TwoChainsNamedCrosswise_DoNotCross()
    {
        LayoutNode[] nodes = [.. "abcd".Select(name => new LayoutNode(name.ToString(), 100, 40))];
        LayoutEdge[] edges = [new("a", "d", 20, 20), new("b", "c", 20, 20)];

        var layout = GraphLayout.Of(nodes, edges);

        Assert.Equal(layout.Nodes["a"].Y < layout.Nodes["b"].Y, layout.Nodes["d"].Y < layout.Nodes["c"].Y);
        Assert.Equal(layout.Nodes["a"].Y, layout.Nodes["d"].Y);
    }

    [Fact]
    public void Of_LateInput_StandsBesideWhatItFeeds()
    {
        LayoutNode[] nodes = [.. "abcx".Select(name => new LayoutNode(name.ToString(), 100, 40))];
        LayoutEdge[] edges = [new("a", "b", 20, 20), new("b", "c", 20, 20), new("x", "c", 20, 20)];

        Assert.Equal(1, GraphLayout.Of(nodes, edges).Nodes["x"].Layer);
    }

    [Fact]
    public void Of_NothingAtAll_HasNoSize()
    {
        var layout = GraphLayout.Of([], []);

        Assert.Equal((0, 0), (layout.Width, layout.Height));
    }

    [Fact]
    public void EdgePath_OverAColumn_CurvesAroundItAndStopsBeforeTheBox()
        => Assert.Equal(
            "M0 10C50 10 50 30 100 30L200 30C250 30 250 50 298 50",
            EdgePath.Of([new(0, 10), new(100, 30), new(200, 30), new(300, 50)]));

    private static bool Overlap(Placement left, Placement right)
        => left.X < right.Right && right.X < left.Right && left.Y < right.Bottom && right.Y < left.Bottom;

    private static long CountNaively(LayeredGraph graph)
    {
        var crossings = 0L;
        for (var layer = 1; layer < graph.Order.Count; layer++)
        {
            var edges = graph.Order[layer - 1].SelectMany((item, place) => graph.After[item].Select(next => (place, graph.Order[layer].IndexOf(next)))).ToList();
            crossings += edges.Sum(left => edges.Count(right => left.place < right.place && left.Item2 > right.Item2));
        }

        return crossings;
    }

    private static (List<LayoutNode> Nodes, List<LayoutEdge> Edges) RandomGraph(int seed, bool circles = true)
    {
        var random = new Random(seed);
        var count = random.Next(1, 40);
        var nodes = Enumerable.Range(0, count).Select(i => new LayoutNode($"n{i}", random.Next(100, 250), 46 + (19 * random.Next(0, 12)))).ToList();
        var edges = new List<LayoutEdge>();
        for (var i = 0; i < random.Next(0, 3 * count); i++)
        {
            var (from, to) = (random.Next(count), random.Next(count));
            if (!circles && from >= to)
            {
                continue;
            }

            edges.Add(new LayoutEdge($"n{from}", $"n{to}", random.Next(0, (int)nodes[from].Height), random.Next(0, (int)nodes[to].Height)));
        }

        return (nodes, edges);
    }
}
