using Catalog.Web.Components.Controls;
using Catalog.Web.ViewModels;
using Ingestion.Model;
using static Catalog.Web.Tests.Components.Rendering;

namespace Catalog.Web.Tests.Components;

public sealed class FigureTests
{
    private static Task<string> SparkAsync(params double?[] values)
        => RenderTextAsync<Spark>(new() { ["Values"] = values, ["Label"] = "age, 14 h" });

    [Fact]
    public async Task Spark_RisingValues_RunsFromBottomToTop()
    {
        var html = await SparkAsync(0, 1, 2);

        Assert.Contains("d=\"M1 17 L43 10 L85 3\"", html, StringComparison.Ordinal);
        Assert.Contains("d=\"M1 17 L43 10 L85 3 L85 20 L1 20Z\"", html, StringComparison.Ordinal);
        Assert.Contains("cx=\"85\" cy=\"3\"", html, StringComparison.Ordinal);
        Assert.Contains("role=\"img\" aria-label=\"age, 14 h\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spark_AllZero_IsAGreyLine()
    {
        var html = await SparkAsync(0, 0);

        Assert.Contains("spark zero", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<circle", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spark_OneValueAmongMany_IsAGreyLine()
    {
        var html = await SparkAsync(null, null, 7);

        Assert.Contains("spark zero", html, StringComparison.Ordinal);
        Assert.Contains("d=\"M1 17 L85 17\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("circle", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spark_MissingValue_LeavesAGap()
        => Assert.Contains("d=\"M1 17 L29 3 M85 10 h-6\"", await SparkAsync(0, 2, null, 1), StringComparison.Ordinal);

    [Theory]
    [InlineData]
    [InlineData(null)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(5.0)]
    [InlineData(1e308, -1e308)]
    public async Task Spark_OddValues_DrawsNoBrokenNumber(params double?[]? values)
    {
        var html = await SparkAsync(values ?? [null]);

        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histogram_TinyBin_StillShowsAHairline()
    {
        Bin[] bins = [new(0, 1, 1_000_000), new(1, 2, 1), new(2, 3, 0)];
        var bars = (await RenderAsync<Histogram>(new() { ["Bins"] = bins, ["Label"] = "spend" })).QuerySelectorAll("rect");

        Assert.Equal(["19", "0.8", "0"], bars.Select(bar => bar.GetAttribute("height")));
    }

    [Fact]
    public async Task DistributionFigure_Bins_StandSideBySideWithLabels()
    {
        Bin[] bins = [.. Enumerable.Range(0, 20).Select(static i => new Bin(i * 50, (i + 1) * 50, i == 3 ? 1000 : i == 4 ? 1 : 0))];

        var figure = await RenderAsync<DistributionFigure>(new() { ["Bins"] = bins, ["Label"] = "spend", ["Edge"] = (Func<double, string>)(static edge => $"{edge} £") });

        var bars = figure.QuerySelectorAll("rect").ToList();
        Assert.Equal(("15.15%", "4.7%", "88", "0.8", "0"), (bars[3].GetAttribute("x"), bars[3].GetAttribute("width"), bars[3].GetAttribute("height"), bars[4].GetAttribute("height"), bars[5].GetAttribute("height")));
        Assert.Equal("150 £ to 200 £: 1,000 keys", bars[3].QuerySelector("title")!.TextContent);
        Assert.Equal(["0", "500", "1,000", "0 £", "250 £", "500 £", "750 £", "1000 £"], figure.QuerySelectorAll("text").Select(static text => text.TextContent));
    }

    [Fact]
    public async Task DistributionFigure_OneBinPerNumber_IsLabelledInTheMiddle()
    {
        Bin[] bins = [new(1, 2, 5), new(2, 3, 1)];

        var figure = await RenderAsync<DistributionFigure>(new() { ["Bins"] = bins, ["Label"] = "orders", ["IsByNumber"] = true, ["Edge"] = (Func<double, string>)(static edge => $"{edge}") });

        Assert.Equal("1: 5 keys", figure.QuerySelector("title")!.TextContent);
        Assert.Equal(["25%", "75%"], figure.QuerySelectorAll("text").Skip(3).Select(static text => text.GetAttribute("x")));
    }

    [Fact]
    public async Task ShareBar_NamedAndRest_HaveTheirInks()
    {
        Share[] shares = [new("UK", 0.5), new("others", 0.5)];

        var bars = (await RenderAsync<ShareBar>(new() { ["Shares"] = shares, ["Named"] = 1, ["Label"] = "country" })).QuerySelectorAll("rect").ToList();

        Assert.Equal([("0", "47", "fill:var(--c1)", "UK: 50.0 %"), ("48", "47", "fill:var(--h1)", "others: 50.0 %")],
            bars.Select(static bar => (bar.GetAttribute("x"), bar.GetAttribute("width"), bar.GetAttribute("style"), bar.TextContent)));
    }

    [Fact]
    public async Task Histogram_Empty_IsAGreyLine()
    {
        var figure = await RenderAsync<Histogram>(new() { ["Bins"] = Array.Empty<Bin>(), ["Label"] = "no values" });

        Assert.Equal("M0 19 L96 19", figure.QuerySelector(".spark.zero path")!.GetAttribute("d"));
        Assert.Equal("no values", figure.QuerySelector("svg")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task HeatStrip_Outcomes_CarryTheirClassAndTitle()
    {
        CheckOutcome[] outcomes = [CheckOutcome.Pass, CheckOutcome.Warn, CheckOutcome.Fail, CheckOutcome.Error, CheckOutcome.Skip];
        var cells = outcomes.Select(outcome => new HeatCell(outcome, outcome + " <day>")).ToArray();
        var strip = (await RenderAsync<HeatStrip>(new() { ["Cells"] = cells, ["Label"] = "5 days" })).QuerySelector(".heat")!;

        Assert.Equal(["p", "w", "f", "e", "s"], strip.Children.Select(cell => cell.ClassName));
        Assert.Equal("Fail <day>", strip.Children[2].GetAttribute("title"));
    }

    [Fact]
    public async Task VolumeStrip_Days_AreShadedInFourStepsAndZero()
    {
        (string, long)[] days = [("a", 0), ("b", 1), ("c", 50), ("d", 51), ("e", 100)];
        var strip = (await RenderAsync<VolumeStrip>(new() { ["Days"] = days, ["Label"] = "volume" })).QuerySelector(".heat.v")!;

        Assert.Equal(["--h:var(--h0)", "--h:var(--h1)", "--h:var(--h2)", "--h:var(--h3)", "--h:var(--h4)"], strip.Children.Select(cell => cell.GetAttribute("style")));
    }

    [Theory]
    [InlineData(0.665, "66.5")]
    [InlineData(-1, "0")]
    [InlineData(7, "100")]
    [InlineData(double.NaN, "0")]
    public async Task Meter_Value_StaysInsideTheBar(double value, string width)
        => Assert.Equal($"width:{width}%", (await RenderAsync<Meter>(new() { ["Value"] = value, ["Label"] = "left" })).QuerySelector("i")!.GetAttribute("style"));

    [Fact]
    public async Task ProgressRow_AlmostDone_IsNotCalledDone()
    {
        var row = await RenderAsync<ProgressRow>(new() { ["Value"] = 0.9999, ["Label"] = "file 26 of 26", ["Live"] = true });

        Assert.Equal("99", row.QuerySelector("[role=progressbar]")!.GetAttribute("aria-valuenow"));
        Assert.Contains("99 %", row.TextContent, StringComparison.Ordinal);
        Assert.NotNull(row.QuerySelector(".meter.live"));
    }

    [Fact]
    public async Task ProgressRow_UnknownEnd_WritesNoPercentage()
    {
        var row = await RenderAsync<ProgressRow>(new() { ["Value"] = null, ["Label"] = "reading" });

        Assert.Null(row.QuerySelector("[role=progressbar]")!.GetAttribute("aria-valuenow"));
        Assert.DoesNotContain("%", row.TextContent, StringComparison.Ordinal);
    }
}
