using Catalog.Web.Queries.Flow;
using Lineage.Graph;
using static Catalog.Web.Tests.Queries.Flow.Flows;

namespace Catalog.Web.Tests.Queries.Flow;

public sealed class FlowGraphTests
{
    [Fact]
    public void Build_JobWithOneOutput_BecomesItsArrows()
    {
        var graph = FlowGraphBuilder.Build(Raw("c", "a>j:x", "b>j:x", "j:x>c"), depth: 3);

        Assert.Equal(["a>c", "b>c"], Short(graph));
        Assert.All(graph.Edges, edge => Assert.Equal(["x"], edge.Jobs));
        Assert.Equal([-1, -1, 0], graph.Nodes.Select(node => node.Distance));
    }

    [Fact]
    public void Build_JobWithManyOnBothSides_StaysANode()
    {
        var graph = FlowGraphBuilder.Build(Raw("a", "a>j:x", "b>j:x", "j:x>c", "j:x>d"), depth: 3);

        Assert.Equal(["a>x", "x>c", "x>d"], Short(graph).Where(edge => !edge.StartsWith('b')));
        Assert.Contains(graph.Nodes, node => node.Kind == FlowKind.Job);
    }

    [Fact]
    public void Build_DeclaredAndObserved_CountsAsObserved()
    {
        var graph = FlowGraphBuilder.Build(Raw("b", "a~b", "a>j:x", "j:x>b", "b~c"), depth: 3);

        Assert.Equal([Seen, null], graph.Edges.Select(edge => edge.LastSeen));
        Assert.Equal(["a>b", "b>c"], Short(graph));
    }

    [Fact]
    public void Build_JobThatOnlyDeclaresItsOutput_MakesADeclaredArrow()
        => Assert.Null(Assert.Single(FlowGraphBuilder.Build(Raw("a", "a>j:x", "j:x~b"), depth: 3).Edges).LastSeen);

    [Fact]
    public void Build_BeyondTheDepth_IsCutAndSaysSo()
    {
        var graph = FlowGraphBuilder.Build(Raw("a", "a>b", "b>c", "c>d"), depth: 2);

        Assert.Equal(["a>b", "b>c"], Short(graph));
        Assert.Equal(GraphTruncation.Depth, graph.TruncatedBy);
    }

    [Fact]
    public void Build_Circle_KeepsEachNodeOnce()
    {
        var graph = FlowGraphBuilder.Build(Raw("a", "a>b", "b>a"), depth: 3);

        Assert.Equal(["a", "b"], graph.Nodes.Select(node => node.Title));
        Assert.Null(graph.TruncatedBy);
    }

    [Theory]
    [InlineData(300, "On-demand feature views and feature services")]
    [InlineData(190, "On-demand feature views +1")]
    [InlineData(60, "On-demand…")]
    public void Head_OfTwoKinds_KeepsWithinItsColumn(double width, string head)
        => Assert.Equal(head, FlowShape.HeadOf([FlowKind.Service, FlowKind.OnDemandView], width));

    [Fact]
    public void Head_OfThreeKinds_IsNeverEmpty()
    {
        Assert.Equal("Feature views, feature services and data products", FlowShape.HeadOf([FlowKind.View, FlowKind.Service, FlowKind.Product], 500));
        Assert.Equal("Feature views, feature services +1", FlowShape.HeadOf([FlowKind.View, FlowKind.Service, FlowKind.Product], 210));
    }

    [Fact]
    public void Bundle_ManyAlike_StandsForThemAll()
    {
        string[] edges = [.. Enumerable.Range(0, 8).Select(i => $"f{i}>a"), "other>b", "a>b"];
        var graph = FlowGraphBuilder.Build(Raw("a", edges), depth: 3);

        var bundled = FlowBundler.Bundle(graph, keep: IdOf("f0"));

        var bundle = Assert.Single(bundled.Nodes, node => node.Members.Count > 0);
        Assert.Equal("7 datasets", bundle.Title);
        Assert.Contains(bundled.Nodes, node => node.Title == "f0");
        Assert.Equal(graph.Nodes.Count - 6, bundled.Nodes.Count);
        Assert.Contains(bundled.Edges, edge => edge.From == bundle.Id && edge.To == IdOf("a"));
    }

    [Fact]
    public void Bundle_TrainingSetsOfOneService_AreOneNode()
    {
        var graph = FlowGraphBuilder.Build(Raw("s", [.. Enumerable.Range(0, 6).Select(static i => $"s>t{i}")]), depth: 3);
        graph = graph with { Nodes = [.. graph.Nodes.Select(static node => node.Id == IdOf("s") ? node : node with { Kind = FlowKind.TrainingSet })] };

        Assert.Equal("6 training sets", FlowBundler.Bundle(graph, keep: null).Nodes.Single(static node => node.Members.Count > 0).Title);
    }

    [Fact]
    public void Shortcuts_BesideTheWayThroughAService_AreNotDrawn()
    {
        var graph = FlowGraphBuilder.Build(Raw("v", "v>s", "s>t", "v>t", "v>o", "o>p", "v>p", "w>t", "w>v"), depth: 3);
        graph = graph with { Nodes = [.. graph.Nodes.Select(static node => node.Id == IdOf("s") ? node with { Kind = FlowKind.Service } : node with { Kind = FlowKind.View })] };

        Assert.Equal(Short(graph).Except(["v>t"]), Short(FlowShortcuts.Remove(graph)));
    }

    [Fact]
    public void Bundle_Few_AreLeftAlone()
    {
        var graph = FlowGraphBuilder.Build(Raw("a", "f1>a", "f2>a", "f3>a"), depth: 3);

        Assert.Same(graph, FlowBundler.Bundle(graph, keep: null));
    }
}
