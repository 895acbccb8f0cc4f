using Catalog.Web.Queries.Flow;
using static Catalog.Web.Tests.Queries.Flow.Flows;

namespace Catalog.Web.Tests.Queries.Flow;

public sealed class FlowDrawingTests
{
    private const string Long = "a_rather_long_name_of_a_dataset";

    [Theory]
    [InlineData(3, 208)]
    [InlineData(5, 198)]
    [InlineData(6, 168)]
    public void Of_ManyColumns_NarrowsTheBoxesNoMoreThanTheRoomAsks(int layers, double width)
    {
        var drawing = Draw(layers);

        Assert.Equal(width, drawing.Boxes.Max(static box => box.Place.Width));
        Assert.True(drawing.Width <= FlowDrawing.Room || width == FlowShape.LeastOfMost, $"{drawing.Width}");
        Assert.All(drawing.Boxes.Zip(drawing.Boxes.Skip(1)), static pair => Assert.True(pair.Second.Place.X - pair.First.Place.Right >= 28));
    }

    [Fact]
    public void Of_FewColumns_KeepsTheWidestGap()
    {
        var boxes = Draw(2).Boxes;

        Assert.Equal(48, boxes[1].Place.X - boxes[0].Place.Right);
    }

    private static FlowDrawing Draw(int layers)
    {
        var edges = Enumerable.Range(1, layers - 1).Select(static layer => $"{Long}{layer}>{Long}{layer + 1}").ToArray();
        return FlowDrawing.Of(FlowGraphBuilder.Build(Raw($"{Long}1", edges), depth: 20), impact: null, Seen);
    }
}
