using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using FeatureStore.Explanations;
using FeatureStore.Model;

namespace Catalog.Web.Tests.Queries;

/// <summary>How the events and tiles of a window are written.</summary>
public sealed class ExplainedLinesTests
{
    [Fact]
    public void Of_SumOfAProduct_WritesTheNumbersOfEachEventAndWhatTheyAdd()
    {
        var window = Window("sum", "quantity * unit_price", [Line(1, 36, 0.95, 34.199999999999996, 34.199999999999996), Line(2, -12, 1.95, -23.4, 10.799999999999997)]);

        var lines = ExplainedLines.Of(window, FixedClock.Now);

        Assert.Equal(("quantity × unit_price", "Adds", true), (lines.Expression, lines.TakesTitle, lines.HasRunning));
        Assert.Equal(["country"], lines.Columns);
        Assert.Equal(["36 × 0.95", "−12 × 1.95"], window.Events.Select(lines.ExpressionOf));
        Assert.Equal(["+34.2", "−23.4"], window.Events.Select(lines.TakenOf));
        Assert.Equal("34.199999999999996", lines.StoredOf(window.Events[0]));
        Assert.Equal(["34.2", "10.8"], window.Events.Select(lines.RunningOf));
        Assert.Equal([false, true], window.Events.Select(lines.IsNegative));
        Assert.Equal(["Norway"], lines.TextOf(window.Events[0]));
    }

    [Fact]
    public void Of_Count_AddsOneForEachEventAndTellsItsColumns()
    {
        var lines = ExplainedLines.Of(Window("count", null, [Line(1, 36, 0.95, null, 1)]), FixedClock.Now);

        Assert.Null(lines.Expression);
        Assert.Equal(["country", "quantity", "unit_price"], lines.Columns);
        Assert.Equal("+1", lines.TakenOf(Line(1, 36, 0.95, null, 1)));
    }

    [Theory]
    [InlineData("sum", "What each tile adds to the sum", "+10.8", "+10.8")]
    [InlineData("max", "The largest value of each tile", "10.8", "10.8")]
    [InlineData("avg", "The average of each tile", "10.80", "10.80")]
    [InlineData("count_distinct", "Events counted in each tile; a count_distinct is merged from tiles and is no sum of theirs", "2", "10.8")]
    public void TileAmounts_OfAnAggregate_DrawsWhatATileGives(string function, string title, string drawn, string cell)
    {
        var window = Window(function, "unit_price", []) with { Tiles = [Tile(2, 10.8), Tile(0, 0)] };

        var amounts = TileAmounts.Of(window);

        Assert.Equal(title, amounts.Title);
        Assert.Equal(drawn, amounts.TextOf(amounts.NumberOf(window.Tiles[0])!.Value));
        Assert.Equal(cell, amounts.ValueOf(window.Tiles[0], FixedClock.Now));
        Assert.Null(amounts.NumberOf(window.Tiles[1]));
    }

    private static ExplainedTile Tile(long counted, double value) => new(FixedClock.Now - TimeSpan.FromHours(1), FixedClock.Now, 2, counted, 0, Value.Of(value));

    private static ExplainedEvent Line(long sequence, long quantity, double price, double? operand, double running) => new(
        FixedClock.Now, FixedClock.Now, sequence, EventOutcome.Counted, false, Value.Null, operand is { } number ? Value.Of(number) : Value.Null, [Value.Of(quantity), Value.Of(price)])
    {
        Others = [Value.Of("Norway")],
        Running = Value.Of(running),
    };

    private static WindowExplanation Window(string function, string? of, IReadOnlyList<ExplainedEvent> events) => new()
    {
        Aggregation = new Aggregation(function, of, null, TimeSpan.FromDays(7), TimeSpan.FromHours(1), null),
        Inputs = [new ViewInput("quantity", new DataType(ScalarType.Int64)), new ViewInput("unit_price", new DataType(ScalarType.Double))],
        Others = [new ViewInput("country", new DataType(ScalarType.String))],
        Start = FixedClock.Now - TimeSpan.FromDays(7),
        End = FixedClock.Now,
        IsEndIncluded = true,
        TileCount = 169,
        Tiles = [],
        EventCount = events.Count,
        Counted = events.Count,
        TooLate = 0,
        Events = events,
        Before = [],
        After = [],
    };
}
