using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;
using FeatureStore.Model;

namespace Catalog.Definitions.Tests.Linking;

public sealed class AggregationLinkerTests
{
    [Theory]
    [InlineData("aggregate: count", "int64")]
    [InlineData("aggregate: sum, of: price", "double")]
    [InlineData("aggregate: sum, of: length(product)", "int64")]
    [InlineData("aggregate: max, of: sold_at", "timestamp")]
    [InlineData("aggregate: last_distinct, of: product, n: 5", "list<string>")]
    [InlineData("aggregate: last_distinct, of: product, n: 5, type: \"list<string>\"", "list<string>")]
    public void Plan_Aggregate_GivesTheType(string keys, string expected)
    {
        var view = Link($"{{name: x, window: 1h, {keys}}}");

        Assert.Equal(expected, view.Features[2].Type.ToString());
    }

    [Fact]
    public void Plan_Aggregates_TakeOverWhatTheyReadOnceAndTheLateness()
    {
        var set = DefinitionSet.FromFiles(
        [
            .. Shop.With("format: csv", "format: csv\nallowed_lateness: 1d").Where(static file => file.Path != "view.yaml"),
            new("view.yaml", Shop.View + "\n  - {name: x, aggregate: sum, of: price * 2, where: \"product = 'Bag' AND price > 0\", window: 1h}\n  - {name: y, aggregate: max, of: sold_at, window: 1h}\n"),
        ]);

        var view = set.FindView("profile")!; // It has no findings.

        Assert.Equal(["price double", "product string", "sold_at timestamp"], view.Inputs.Select(static input => $"{input.Column} {input.Type}"));
        Assert.Equal(TimeSpan.FromDays(1), view.AllowedLateness);
    }

    [Theory]
    [InlineData("", "window: 1h", true)]
    [InlineData("max_ahead: 1h\n", "window: 1h", false)]
    [InlineData("", null, false)]
    public void Plan_WindowsOverASourceWithoutABoundAhead_AreWarnedOf(string bound, string? window, bool isWarned)
    {
        DefinitionFile[] files =
        [
            .. Shop.With("max_ahead: 1d\n", bound).Where(static file => file.Path != "view.yaml"),
            new("view.yaml", window is null ? Shop.View : Shop.View + $"\n  - {{name: x, aggregate: count, {window}}}\n"),
        ];

        var warnings = Planner.Plan(DefinitionSet.Empty, new PlanRequest { Files = files }).Plan.Findings.Where(static finding => finding.Rule == "open-clock").ToList();

        Assert.Equal(isWarned ? 1 : 0, warnings.Count);
        Assert.All(warnings, static warning => Assert.Equal("source", warning.Location.Path));
    }

    [Fact]
    public void Plan_ViewWithoutAggregates_TakesNothingOver()
    {
        var set = DefinitionSet.FromFiles(Shop.With("format: csv", "format: csv\nallowed_lateness: 1d"));

        var view = set.FindView("profile")!; // It has no findings.

        Assert.Empty(view.Inputs);
        Assert.Equal(TimeSpan.Zero, view.AllowedLateness);
    }

    [Theory]
    [InlineData("aggregate: sum, of: prize", "expression features[2].of", "There is no column 'prize'.")]
    [InlineData("aggregate: sum, of: price, where: prize > 1", "expression features[2].where", "There is no column 'prize'.")]
    [InlineData("aggregate: sum, of: price, where: price", "expression features[2].where", "The condition 'price' gives a value of type 'double'; it must be true or false. Compare it with something.")]
    [InlineData("aggregate: sum", "aggregate features[2].aggregate", "The aggregate 'sum' needs 'of:' with what is aggregated.")]
    [InlineData("aggregate: sum, of: product", "aggregate features[2].of", "The aggregate 'sum' takes numbers; 'of' is of type 'string'.")]
    [InlineData("aggregate: last_n, of: price", "aggregate features[2].aggregate", "The aggregate 'last_n' needs 'n:' with a whole number from 1 to 1,000.")]
    [InlineData("aggregate: last_n, of: price, n: 1.5", "aggregate features[2].n", "The aggregate 'last_n' needs 'n:' with a whole number from 1 to 1,000.")]
    [InlineData("aggregate: percentile, of: price, n: 101", "aggregate features[2].n", "The aggregate 'percentile' needs 'n:' with a number from 0 to 100.")]
    [InlineData("aggregate: sum, of: price, n: 2", "aggregate features[2].n", "The aggregate 'sum' takes no 'n'; remove it.")]
    [InlineData("aggregate: sum, of: price, type: int64", "column-type features[2].type", "The feature 'x' is of type 'int64', but its aggregate 'sum' of type 'double' gives 'double'.")]
    [InlineData("aggregate: count, type: int32", "column-type features[2].type", "The feature 'x' is of type 'int32', but its aggregate 'count' gives 'int64'.")]
    [InlineData("aggregate: count, name: customer_id", "name-collision features[2].name", "The feature 'customer_id' has the name of a join key of the view; an answer holds both.")]
    public void Plan_AggregateThatDoesNotFit_SaysWhereAndWhat(string keys, string expected, string message)
    {
        var name = keys.Contains("name:", StringComparison.Ordinal) ? string.Empty : "name: x, ";

        var finding = Assert.Single(Findings.InShop($"{Shop.View}\n  - {{{name}window: 1h, {keys}}}\n"));

        Assert.Equal(expected, Findings.Show(finding).Split(' ', 2)[1]);
        Assert.Equal(message, finding.Message);
    }

    [Theory]
    [InlineData("- {name: x, aggregate: sum, window: 1h, of: 2 * prize}", "of: 2 * ", 0)]
    [InlineData("- {name: x, aggregate: sum, window: 1h, of: '2 * prize'}", "of: '2 * ", 0)]
    [InlineData("- {name: x, aggregate: count, window: 1h, where: 'product = ''Bag'' AND prize > 0'}", "AND ", 0)]
    [InlineData("- {name: x, aggregate: count, window: 1h, where: \"product = '\\u0042\\x61\\\"' AND prize > 0\"}", "AND ", 0)]
    [InlineData("- {name: x, aggregate: count, window: 1h, where: \"product = '\\U0001F45C' AND prize > 0\"}", "AND ", 0)]
    [InlineData("- name: x\n    aggregate: count\n    window: 1h\n    where: price > 0 AND prize > 0", "AND ", 3)]
    [InlineData("- name: x\n    aggregate: count\n    window: 1h\n    where: |\n      price > 0 AND prize > 0", "where: ", 3)]
    [InlineData("- name: x\n    aggregate: count\n    window: 1h\n    where: price > 0\n      AND prize > 0", "where: ", 3)]
    [InlineData("- name: x\n    aggregate: count\n    window: 1h\n    where: &a price > 0 AND prize > 0", "where: ", 3)]
    public void Plan_MistakeInAnExpression_IsAtItsCharacterWhereOneLineHoldsIt(string feature, string before, int lines)
    {
        var first = Shop.View.Split('\n').Length + 1;
        var line = ("  " + feature).Split('\n')[lines];

        var finding = Assert.Single(Findings.InShop($"{Shop.View}\n  {feature}\n"));

        Assert.Equal("expression", finding.Rule);
        Assert.Equal((first + lines, line.IndexOf(before, StringComparison.Ordinal) + before.Length + 1), (finding.Location.Line, finding.Location.Column));
    }

    [Fact]
    public void Plan_MistakeInARepeatedExpression_IsAtTheAlias()
    {
        const string Second = "  - {name: y, aggregate: max, window: 1h, of: *a}";

        var findings = Findings.InShop($"{Shop.View}\n  - {{name: x, aggregate: sum, window: 1h, of: &a 2 * prize}}\n{Second}\n");

        Assert.Equal(2, findings.Count);
        Assert.Equal(Second.IndexOf("*a", StringComparison.Ordinal) + 1, findings[1].Location.Column);
    }

    [Fact]
    public void Plan_SourceThatLosesAColumnOfAnExpression_IsRefused()
    {
        var set = DefinitionSet.FromFiles([.. Shop.Files, new("more.yaml", Shop.View.Replace("profile", "activity", StringComparison.Ordinal) + "\n  - {name: x, aggregate: max, of: length(product), window: 1h}\n")]);
        var source = Shop.Source.Replace("name: product", "name: article", StringComparison.Ordinal);

        var findings = Planner.Plan(set, new PlanRequest { Files = [new DefinitionFile("source.yaml", source)] }).Plan.Findings;

        Assert.Contains(findings, static finding => finding.Location.File == "more.yaml" && finding.Rule == "expression" && finding.Location.Path == "features[2].of");
    }

    [Fact]
    public void Json_OfAViewWithWindows_ReadsBackAsTheSame()
    {
        var view = Link("{name: x, aggregate: percentile, of: price, where: price > 0, n: 99.5, window: 7d}");

        var json = DefinitionJson.ToNode(view);

        Assert.Equal(
            """{"function":"percentile","of":"price","where":"price \u003E 0","window":"7d","hop":"1h","n":99.5}""",
            json["features"]![2]!["aggregation"]!.ToJsonString()); // As written above.
        var back = DefinitionJson.Read<FeatureView>(json.ToJsonString())!;
        Assert.Equal(view.Features[2].Aggregation, back.Features[2].Aggregation);
        Assert.Equal(new ViewInput("price", new DataType(ScalarType.Double)), Assert.Single(back.Inputs));
    }

    private static FeatureView Link(string feature)
        => DefinitionSet.FromFiles([.. Shop.Files, new("more.yaml", $"{Shop.View.Replace("profile", "activity", StringComparison.Ordinal)}\n  - {feature}\n")]).FindView("activity")!; // FromFiles throws on findings.
}
