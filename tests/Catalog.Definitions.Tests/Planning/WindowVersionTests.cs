using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Planning;

public sealed class WindowVersionTests
{
    private const string Feature = "{name: spent, aggregate: percentile, of: price, where: \"price > 0\", window: 7d, hop: 1h, n: 95}";

    private static readonly DefinitionId View = new(DefinitionKind.FeatureView, "activity");

    private static readonly DefinitionSet Set = DefinitionSet.FromFiles([.. Shop.Files, FileWith(Feature)]);

    [Theory]
    [InlineData("hop: 1h, ", "")]
    [InlineData("price > 0", "  price  >0")]
    [InlineData("spent,", "spent, type: double,")]
    [InlineData("n: 95", "n: 95.0, description: more")]
    public void Plan_AggregateOfTheSameMeaning_KeepsItsModelVersion(string before, string after)
    {
        var change = Assert.Single(Plan(FileWith(Feature.Replace(before, after, StringComparison.Ordinal))).Changes);

        Assert.Equal((2, 1), (change.Number, change.ModelVersion));
        Assert.Empty(change.Consequences);
    }

    [Theory]
    [InlineData("percentile, of: price, where: \"price > 0\", window: 7d, hop: 1h, n: 95", "max, of: price, where: \"price > 0\", window: 7d, hop: 1h")]
    [InlineData("of: price", "of: price * 1")]
    [InlineData("of: price", "of: \"CASE WHEN product = 'a  b' THEN price END\"")]
    [InlineData("price > 0", "price >= 0")]
    [InlineData("where: \"price > 0\", ", "")]
    [InlineData("window: 7d", "window: 6d")]
    [InlineData("hop: 1h", "hop: 2h")]
    [InlineData("n: 95", "n: 95.5")]
    public void Plan_AnyOtherPartOfAnAggregate_IsANewVersionWithABackfill(string before, string after)
    {
        var change = Assert.Single(Plan(FileWith(Feature.Replace(before, after, StringComparison.Ordinal))).Changes);

        Assert.Equal((2, 2), (change.Number, change.ModelVersion));
        Assert.Equal(ConsequenceKind.Backfill, change.Consequences[0].Kind);
        Assert.Equal("version 2 of 'activity' is computed from all events of 'sales'.", change.Consequences[0].Message);
    }

    [Fact]
    public void Plan_BlanksWithinAText_AreAnotherMeaning()
    {
        var set = DefinitionSet.FromFiles([.. Shop.Files, FileWith("{name: spent, aggregate: count, where: \"product = 'a b'\", window: 1h}")]);

        var plan = Planner.Plan(set, new PlanRequest { Files = [FileWith("{name: spent, aggregate: count, where: \"product = 'a  b'\", window: 1h}")] }).Plan;

        Assert.Equal(2, Assert.Single(plan.Changes).ModelVersion);
    }

    [Fact]
    public void Plan_LatenessOfTheSource_IsANewVersionOfViewsWithWindowsOnly()
    {
        var plan = Plan(new DefinitionFile("source.yaml", Shop.Source.Replace("format: csv", "format: csv\nallowed_lateness: 1d", StringComparison.Ordinal)));

        Assert.Equal([("sales", 1), ("activity", 2)], plan.Changes.Select(static change => (change.Id.Name, change.ModelVersion)));
        Assert.Equal(ConsequenceKind.Backfill, plan.Changes.Single(static change => change.Id == View).Consequences[0].Kind);
    }

    [Fact]
    public void Plan_TypeOfAnInput_IsANewVersionThoughNobodyTouchedTheView()
    {
        var count = FileWith("{name: bags, aggregate: count, where: \"price > 0\", window: 1h}", newest: "{name: product, type: string}");
        var own = new DefinitionFile("view.yaml", Shop.View.Replace("  - {name: last_price, type: double, from: price}\n", string.Empty, StringComparison.Ordinal));
        var service = new DefinitionFile("service.yaml", Shop.Service.Replace("[last_price]", "[product]", StringComparison.Ordinal));
        var set = DefinitionSet.FromFiles([.. Shop.Files.Where(static file => file.Path is not ("view.yaml" or "service.yaml")), own, service, count]);

        var plan = Planner.Plan(set, new PlanRequest { Files = [new("source.yaml", Shop.Source.Replace("price, type: double", "price, type: int64", StringComparison.Ordinal))] }).Plan;

        Assert.Empty(plan.Findings);
        Assert.Equal([("sales", 2), ("activity", 2)], plan.Changes.Select(static change => (change.Id.Name, change.ModelVersion)));
    }

    [Fact]
    public void Plan_ChangedAggregate_ShowsItsFields()
    {
        var change = Assert.Single(Plan(FileWith(Feature.Replace("window: 7d", "window: 14d", StringComparison.Ordinal))).Changes);

        Assert.Equal([new FieldChange("features[spent].window", "7d", "14d")], change.Fields);
    }

    private static DefinitionPlan Plan(DefinitionFile file) => Planner.Plan(Set, new PlanRequest { Files = [file] }).Plan;

    private static DefinitionFile FileWith(string feature, string newest = "{name: last_price, type: double, from: price}")
        => new("activity.yaml", $"""
            kind: FeatureView
            name: activity
            domain: shop
            owner: crew
            entities: [customer_id]
            source: sales
            features:
              - {newest}
              - {feature}
            """);
}
