using Catalog.Web.Queries.Flow;
using static Catalog.Web.Tests.Queries.Flow.Flows;

namespace Catalog.Web.Tests.Queries.Flow;

public sealed class ImpactAnalysisTests
{
    private static readonly string[] Chain = ["s>v", "v>m"];

    [Fact]
    public void Of_Column_FollowsItAndNothingElse()
    {
        var impact = ImpactAnalysis.Of(Columns("s.price", Chain, "s.price>v.last", "s.country>v.land", "v.last>m.input", "v.land>m.place"));

        Assert.Equal(["m.input 2", "s.price 0", "v.last 1"], impact.Columns.Select(hit => $"{Name(hit.Key.Node)}.{hit.Key.Column} {hit.Value}").Order());
        Assert.Equal(FlowEffect.Breaks, impact.Nodes[IdOf("m")]);
    }

    [Fact]
    public void Of_ColumnThatNothingUses_LeavesTheOthersUnaffected()
    {
        var impact = ImpactAnalysis.Of(Columns("s.unused", Chain, "s.price>v.last", "v.last>m.input"));

        Assert.All(impact.Nodes.Values, effect => Assert.Equal(FlowEffect.Unaffected, effect));
    }

    [Fact]
    public void Of_KeyOfRows_BreaksWhatIsMadeFromThem()
    {
        var impact = ImpactAnalysis.Of(Columns("s.key", Chain, "s.key~v", "s.price>v.last", "v.last>m.input"));

        Assert.True(impact.Breaks(IdOf("v"), "last"));
        Assert.Equal(FlowEffect.Breaks, impact.Nodes[IdOf("m")]);
    }

    [Fact]
    public void Of_WithoutColumnLineage_CannotBeJudgedNorWhatFollows()
    {
        var impact = ImpactAnalysis.Of(Columns("s.price", ["s>v", "s>x", "x>y", "v>z"], "s.price>v.last", "v.other>z.other"));

        Assert.Equal(FlowEffect.Unknown, impact.Nodes[IdOf("x")]);
        Assert.Equal(FlowEffect.Unknown, impact.Nodes[IdOf("y")]);
        Assert.Equal(FlowEffect.Unaffected, impact.Nodes[IdOf("z")]);
    }

    [Fact]
    public void Of_ThroughAJobThatStaysANode_JudgesItsOutputsByTheirColumns()
    {
        string[] edges = ["s>j:x", "t>j:x", "j:x>a", "j:x>b"];

        var impact = ImpactAnalysis.Of(Columns("s.price", edges, "s.price>a.p", "t.q>b.q"));

        Assert.Equal(FlowEffect.Breaks, impact.Nodes[IdOf("a")]);
        Assert.Equal(FlowEffect.Unknown, impact.Nodes[IdOf("b")]);
    }

    [Fact]
    public void Of_WholeDataset_BreaksEverythingBehindIt()
    {
        var impact = ImpactAnalysis.Of(Columns("v", ["s>v", "v>m", "s>w"]));

        Assert.Equal(FlowEffect.Breaks, impact.Nodes[IdOf("m")]);
        Assert.Equal(FlowEffect.Unaffected, impact.Nodes[IdOf("s")]);
    }

    [Fact]
    public void Of_Circle_Ends() => Assert.Equal(1, ImpactAnalysis.Of(Columns("a.x", ["a>b", "b>a"], "a.x>b.x", "b.x>a.x")).Columns[(IdOf("b"), "x")]);
}
