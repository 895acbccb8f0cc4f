using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;
using FeatureStore.Model;

namespace Catalog.Definitions.Tests.Linking;

public sealed class NewestValueLinkerTests
{
    [Theory]
    [InlineData("type: double, from: price", "")]
    [InlineData("type: double, from: price * 2", "price double")]
    [InlineData("type: string, from: \"CASE WHEN price > 10 THEN product ELSE 'cheap' END\"", "price double, product string")]
    [InlineData("type: int64, from: \"hour(sold_at, 'Europe/London')\"", "sold_at timestamp")]
    [InlineData("type: double, from: '\"price\"'", "price double")]
    public void Plan_From_KnowsWhatItReads(string keys, string expected)
        => Assert.Equal(expected, string.Join(", ", Link(keys).Reads.Select(static read => $"{read.Column} {read.Type}")));

    [Theory]
    [InlineData("type: double, from: prize", "unknown-column features[2].from", "The source 'sales' has no column 'prize'.")]
    [InlineData("type: double, from: 2 * prize", "expression features[2].from", "There is no column 'prize'.")]
    [InlineData("type: double, from: 1 + 1", "expression features[2].from", "The expression '1 + 1' of the feature 'x' reads no column of the source, so it has one value for all.")]
    [InlineData("type: int64, from: price * 2", "column-type features[2].type", "The feature 'x' is of type 'int64', but its expression gives 'double'.")]
    [InlineData("type: int64, from: price", "column-type features[2].type", "The feature 'x' is of type 'int64', but the column 'price' of the source 'sales' is of type 'double'.")]
    public void Plan_FromThatDoesNotFit_SaysWhereAndWhat(string keys, string expected, string message)
    {
        var finding = Assert.Single(Findings.InShop($"{Shop.View}\n  - {{name: x, {keys}}}\n"));

        Assert.Equal(expected, Findings.Show(finding).Split(' ', 2)[1]);
        Assert.Equal(message, finding.Message);
    }

    [Fact]
    public void Plan_MistakeInFrom_IsAtItsCharacter()
    {
        const string Feature = "  - {name: x, type: double, from: 2 * prize}";

        var finding = Assert.Single(Findings.InShop($"{Shop.View}\n{Feature}\n"));

        Assert.Equal(Feature.IndexOf("prize", StringComparison.Ordinal) + 1, finding.Location.Column);
    }

    [Fact]
    public void Plan_LayoutOfFrom_IsNoNewVersion()
    {
        var set = DefinitionSet.FromFiles(With("type: double, from: price * 2"));

        Assert.Equal(0, Planner.Plan(set, new PlanRequest { Files = [.. With("type: double, from: price  *  2")] }).Plan.Changes.Count(static change => change.ModelVersion > 1));
        Assert.Equal(1, Planner.Plan(set, new PlanRequest { Files = [.. With("type: double, from: price * 3")] }).Plan.Changes.Count(static change => change.ModelVersion > 1));
    }

    [Fact]
    public void WithOrigins_Expression_ComesFromEachColumnThatItReads()
    {
        var set = DefinitionSet.FromFiles(With("type: string, from: \"CASE WHEN price > 10 THEN product ELSE 'cheap' END\""));

        var origins = ViewDataset.WithOrigins(set.FindView("profile")!).Origins; // It has no findings.

        Assert.Equal(["price", "product"], origins.Where(static origin => origin.Column == "x").Select(static origin => origin.InputColumn));
    }

    [Fact]
    public void Json_OfAnExpression_ReadsBackAsTheSame()
    {
        var back = DefinitionJson.Read<FeatureView>(DefinitionJson.ToNode(DefinitionSet.FromFiles(With("type: double, from: price * 2")).FindView("profile")!).ToJsonString())!; // It has no findings.

        Assert.Equal(("price * 2", new ViewInput("price", new DataType(ScalarType.Double))), (back.Features[2].From, Assert.Single(back.Features[2].Reads)));
    }

    private static Feature Link(string keys) => DefinitionSet.FromFiles(With(keys)).FindView("profile")!.Features[2]; // It has no findings.

    private static List<DefinitionFile> With(string keys)
        => [.. Shop.Files.Where(static file => file.Path != "view.yaml"), new("view.yaml", $"{Shop.View}\n  - {{name: x, {keys}}}\n")];
}
