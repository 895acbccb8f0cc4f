using Catalog.Core.Values;
using Catalog.Web.TrainingSets;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Tests.TrainingSets;

public sealed class TrainingSetColumnPageTests
{
    private static readonly IReadOnlyList<TrainingSetColumnLine> Wide =
    [
        new(new TableColumn("customer", new DataType(ScalarType.Int64)), "join key", null),
        .. Enumerable.Range(0, 3_002).Select(static i => new TrainingSetColumnLine(
            new TableColumn($"f{i}", new DataType(ScalarType.Double)), string.Empty, new TrainingSetFeature($"f{i}", $"view_{i % 3}", "d", false, $"f{i}", new DataType(ScalarType.Double), null))),
    ];

    [Theory]
    [InlineData(null, 0, 0, 50, 3_003)]
    [InlineData(null, 3_000, 3_000, 3, 3_003)]
    [InlineData(null, 70, 50, 50, 3_003)]
    [InlineData(null, 99_999, 3_000, 3, 3_003)]
    [InlineData(" F300 ", 0, 0, 3, 3)]
    [InlineData("VIEW_1:", 50, 50, 50, 1_001)]
    [InlineData("nothing", 50, 0, 0, 0)]
    public void Of_ManyColumns_ShowsAPageOfThoseThatFit(string? text, int from, int start, int shown, int found)
    {
        var page = TrainingSetColumnPage.Of(Wide, text, from);

        Assert.Equal((start, shown, found, 3_003), (page.Start, page.Lines.Count, page.Found, page.All));
    }

    [Fact]
    public void HrefOf_Page_KeepsTheText()
        => Assert.Equal("/training-sets/wide?column=view_1&from=50", TrainingSetColumnPage.Of(Wide, "view_1", 0).HrefOf("wide", 50));
}
