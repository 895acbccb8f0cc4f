using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly DefinitionId View = new(DefinitionKind.FeatureView, "profile");

    [Fact]
    public void Plan_EmptyCatalogue_AddsEverythingInOrderOfDependence()
    {
        var plan = Plan(DefinitionSet.Empty, Shop.Files);

        Assert.Equal(
            ["Domain/shop", "Team/crew", "Contract/sales", "Source/sales", "Entity/buyer", "Entity/customer_id", "FeatureView/profile", "FeatureService/churn", "DataProduct/behaviour"],
            plan.Changes.Select(static change => change.Id.ToString()));
        Assert.All(plan.Changes, static change => Assert.Equal((ChangeKind.Added, 1), (change.Change, change.Number)));
        Assert.Equal("version 1 of 'profile' is computed from all events of 'sales'.", Change(plan, View).Consequences.Single().Message);
    }

    [Fact]
    public void Plan_SameFiles_ChangesNothing()
    {
        var plan = Plan(Shop.Set, Shop.Files);

        Assert.False(plan.HasChanges);
        Assert.Equal(9, plan.Unchanged.Count);
    }

    [Fact]
    public void Plan_SameDocumentsInOtherFilesAndOrder_ChangesNothing()
    {
        var one = string.Join("\n---\n", Shop.Files.Reverse().Select(static file => file.Text));

        Assert.False(Plan(Shop.Set, [new DefinitionFile("all.yaml", one)]).HasChanges);
    }

    [Fact]
    public void Plan_OtherLineEnds_ChangeNothing()
        => Assert.False(Plan(Shop.Set, Shop.Files.Select(static file => file with { Text = file.Text.ReplaceLineEndings("\r\n") })).HasChanges);

    [Theory]
    [InlineData("features:", "ttl: 1d\nfeatures:")]
    [InlineData("features:", "description: more\nfeatures:")]
    [InlineData("features:", "tags: [a]\nfeatures:")]
    [InlineData("features:", "strict_before: true\nfeatures:")]
    [InlineData("features:", "timestamp: sold_at\nfeatures:")]
    [InlineData("features:", "# a comment\nfeatures:")]
    [InlineData("from: price}", "from: price, description: more}")]
    public void Plan_ViewOfTheSameMeaning_KeepsItsModelVersion(string before, string after)
    {
        var change = Assert.Single(Plan(Shop.Set, Shop.With(before, after).Where(static file => file.Path == "view.yaml")).Changes);

        Assert.Equal((2, 1), (change.Number, change.ModelVersion));
        Assert.Empty(change.Consequences);
    }

    [Theory]
    [InlineData("from: price}", "from: price}\n  - {name: when, type: timestamp, from: sold_at}", ConsequenceKind.ReadersAffected)]
    [InlineData("{name: product, type: string}", "{name: product, type: double, from: price}", ConsequenceKind.ReadersBroken)]
    [InlineData("  - {name: product, type: string}\n", "", ConsequenceKind.ReadersBroken)]
    [InlineData("entities: [customer_id]", "entities: []", ConsequenceKind.ReadersBroken)]
    [InlineData("features:", "null_policy: newest_non_null\nfeatures:", ConsequenceKind.ReadersAffected)]
    public void Plan_ViewOfAnotherMeaning_GetsANewVersionAndABackfill(string before, string after, ConsequenceKind expected)
    {
        var view = Shop.View + "\n";

        var change = Assert.Single(Plan(Shop.Set, [new DefinitionFile("view.yaml", view.Replace(before, after, StringComparison.Ordinal))]).Changes);

        Assert.Equal((2, 2), (change.Number, change.ModelVersion));
        Assert.Equal([ConsequenceKind.Backfill, expected], change.Consequences.Select(static consequence => consequence.Kind));
        Assert.Equal(["FeatureService/churn", "DataProduct/behaviour"], change.Consequences[1].Affected.Select(static id => id.ToString()));
    }

    [Fact]
    public void Plan_EntityOfAnotherKey_MakesAViewNobodyTouchedANewVersion()
    {
        var text = Shop.Base.Replace("name: customer_id\ndomain", "name: customer_id\njoin_key: price\ndomain", StringComparison.Ordinal)
            .Replace("owner: crew\ntype: int64", "owner: crew\ntype: int64", StringComparison.Ordinal);
        var source = Shop.Source.Replace("price, type: double", "price, type: int64", StringComparison.Ordinal);
        var view = Shop.View.Replace("  - {name: last_price, type: double, from: price}\n", string.Empty, StringComparison.Ordinal);
        var service = Shop.Service.Replace("[last_price]", "[product]", StringComparison.Ordinal);
        var set = DefinitionSet.FromFiles([.. Shop.Files.Where(static f => f.Path is "base.yaml" or "contract.yaml"), new("s.yaml", source), new("v.yaml", view), new("x.yaml", service)]);

        var plan = Plan(set, [new DefinitionFile("base.yaml", text)]);

        Assert.Equal(["Entity/customer_id", "FeatureView/profile"], plan.Changes.Select(static change => change.Id.ToString()));
        var change = Change(plan, View);
        Assert.Equal((ChangeKind.Changed, 2, 2), (change.Change, change.Number, change.ModelVersion));
        Assert.Empty(change.Fields);
    }

    [Theory]
    [InlineData("{name: product, type: string}", "{name: product, type: string, convert: trim}", 2)]
    [InlineData("{name: product, type: string}", "{name: product, type: string}\n  - {name: more, type: bool}", 2)]
    [InlineData("{name: product, type: string}", "{name: product, type: string, description: x}", 1)]
    [InlineData("format: csv", "format: csv\nallowed_lateness: 1d", 1)]
    public void Plan_Source_CountsChangesOfItsColumns(string before, string after, int version)
    {
        var change = Assert.Single(Plan(Shop.Set, Shop.With(before, after).Where(static file => file.Path == "source.yaml")).Changes);

        Assert.Equal(version, change.ModelVersion);
        Assert.Equal(version == 2, change.Consequences.Any(static c => c.Kind == ConsequenceKind.NewSourceVersion));
    }

    [Theory]
    [InlineData("", "file_time_shift: 3d", ConsequenceKind.ReadersAffected, "Files read from now on get event times 3d later")]
    [InlineData("file_time_shift: 3d", "", ConsequenceKind.ReadersAffected, "Files read from now on get event times 3d earlier")]
    [InlineData("file_time_shift: 3d", "file_time_shift: 36h", ConsequenceKind.ReadersAffected, "1d12h earlier")]
    [InlineData("", "key: [customer_id]", ConsequenceKind.ReadersBroken, "stay in the partitions of no key, new ones go by customer_id")]
    [InlineData("key: [customer_id]", "", ConsequenceKind.ReadersBroken, "stay in the partitions of customer_id, new ones go by no key")]
    [InlineData("file_time_shift: 3d", "file_time_shift: 72h", null, null)]
    public void Plan_Source_SaysWhatStoredEventsKeep(string before, string after, ConsequenceKind? expected, string? words)
    {
        static DefinitionFile[] With(string line) => [.. Shop.With("format: csv", $"format: csv\n{line}")];

        var change = Assert.Single(Plan(DefinitionSet.FromFiles(With(before)), With(after)).Changes);

        Assert.Equal(expected, change.Consequences.SingleOrDefault()?.Kind);
        Assert.Contains(words ?? string.Empty, change.Consequences.SingleOrDefault()?.Message ?? string.Empty, StringComparison.Ordinal);
        Assert.Equal(expected is null ? [] : ["FeatureView/profile"], change.Consequences.SelectMany(static c => c.Affected).Select(static id => id.ToString()));
    }

    [Fact]
    public void Plan_ColumnThatAViewReads_CannotGo()
    {
        var source = Shop.Source.Replace("  - {name: price, type: double}\n", string.Empty, StringComparison.Ordinal);

        var plan = Plan(Shop.Set, [new DefinitionFile("source.yaml", source)]);

        Assert.Equal(
            ["contract.yaml contract-column Warning", "view.yaml unknown-column Error"],
            plan.Findings.Select(static finding => $"{finding.Location.File} {finding.Rule} {finding.Severity}"));
    }

    [Fact]
    public void Plan_Change_ShowsItsFields()
    {
        var change = Assert.Single(Plan(Shop.Set, Shop.With("name: last_price, type: double, from: price", "name: last_price, type: double, from: price, tags: [a]")
            .Where(static file => file.Path == "view.yaml")).Changes);

        Assert.Equal([new FieldChange("features[last_price].tags", null, "[\"a\"]")], change.Fields);
    }

    [Fact]
    public void Plan_DefinedTwice_IsReportedAtTheSecond()
    {
        var finding = Assert.Single(Plan(DefinitionSet.Empty, [new("a.yaml", "kind: Team\nname: x\n"), new("b.yaml", "kind: Team\nname: x\n")]).Findings);

        Assert.Equal(("b.yaml", "duplicate-name", "The team 'x' is defined twice; first in 'a.yaml', line 2."), (finding.Location.File, finding.Rule, finding.Message));
    }

    [Fact]
    public void Plan_LeftOutWithoutPrune_Stays() => Assert.False(Plan(Shop.Set, Shop.Files.Take(2)).HasChanges);

    [Fact]
    public void Plan_LeftOutWithPrune_GoesWithItsDomain()
    {
        var plan = Plan(Shop.Set, Shop.Files.Where(static file => file.Path is not ("service.yaml" or "product.yaml")), prune: true);

        Assert.Equal(["FeatureService/churn Removed", "DataProduct/behaviour Removed"], plan.Changes.Select(static change => $"{change.Id} {change.Change}"));
        Assert.Empty(plan.Findings);
    }

    [Fact]
    public void Plan_PruneOfAllButTheDomain_TakesTeamsAndContractsOfNoDomainWithTheirLastUser()
    {
        var plan = Plan(Shop.Set, [new DefinitionFile("d.yaml", "kind: Domain\nname: shop\n")], prune: true);

        Assert.Equal(8, plan.Changes.Count(static change => change.Change == ChangeKind.Removed));
        Assert.Contains("Contract/sales", plan.Changes.Select(static change => change.Id.ToString()));
        Assert.Contains("Team/crew", plan.Changes.Select(static change => change.Id.ToString()));
        Assert.Empty(plan.Findings);
    }

    [Fact]
    public void Plan_PruneOfOneDomain_LeavesTheOthers()
    {
        var set = DefinitionSet.FromFiles([.. Shop.Files, new("other.yaml", "kind: Domain\nname: other\nowner: friends\n---\nkind: Team\nname: friends\n---\nkind: Team\nname: unused\n")]);

        Assert.False(Plan(set, Shop.Files, prune: true).HasChanges);
    }

    [Fact]
    public void Plan_PruneOfSomethingInUse_IsRefusedWithItsUsers()
    {
        var finding = Assert.Single(Plan(Shop.Set, Shop.Files.Where(static file => file.Path != "view.yaml"), prune: true).Findings);

        Assert.Equal(("in-use", "view.yaml"), (finding.Rule, finding.Location.File));
        Assert.Equal(
            "The feature view 'profile' cannot be removed: it is used by feature service 'churn', data product 'behaviour'.", finding.Message);
    }

    [Theory]
    [InlineData(DefinitionKind.DataProduct, "behaviour", null)]
    [InlineData(DefinitionKind.Source, "sales", "in-use")]
    [InlineData(DefinitionKind.Source, "nothing", "nothing-to-remove")]
    [InlineData(DefinitionKind.Team, "crew", "in-use")]
    public void Plan_RemoveByName_GoesWhenNobodyUsesIt(DefinitionKind kind, string name, string? rule)
    {
        var plan = Planner.Plan(Shop.Set, new PlanRequest { Files = [], Remove = [new DefinitionId(kind, name)] }).Plan;

        Assert.Equal(rule, plan.Findings.SingleOrDefault()?.Rule);
        Assert.Equal(rule is null, plan.IsValid);
    }

    [Fact]
    public void Plan_RemoveWithItsUsers_Goes()
    {
        var plan = Planner.Plan(Shop.Set, new PlanRequest
        {
            Files = [],
            Remove = [View, new DefinitionId(DefinitionKind.FeatureService, "churn"), new DefinitionId(DefinitionKind.DataProduct, "behaviour")],
        }).Plan;

        Assert.True(plan.IsValid);
        Assert.Equal(3, plan.Changes.Count);
    }

    [Fact]
    public void Plan_ReaderThatMovesAwayInTheSameChange_LetsTheViewGo()
    {
        var plan = Planner.Plan(Shop.Set, new PlanRequest
        {
            Files =
            [
                new("new.yaml", Shop.View.Replace("name: profile", "name: better", StringComparison.Ordinal)),
                new("service.yaml", Shop.Service.Replace("view: profile", "view: better", StringComparison.Ordinal)),
                new("product.yaml", Shop.Product.Replace("feature_view: profile", "feature_view: better", StringComparison.Ordinal)),
            ],
            Remove = [View],
        }).Plan;

        Assert.Empty(plan.Findings);
    }

    [Fact]
    public void Plan_ReaderThatGoesInTheSameChange_NeedNotFitTheNewView()
    {
        var files = new[] { new DefinitionFile("view.yaml", Shop.View.Replace("name: last_price", "name: newest_price", StringComparison.Ordinal)) };
        var refused = Planner.Plan(Shop.Set, new PlanRequest { Files = files }).Plan;
        var plan = Planner.Plan(Shop.Set, new PlanRequest { Files = files, Remove = [new DefinitionId(DefinitionKind.FeatureService, "churn")] }).Plan;

        Assert.Equal("service.yaml", Assert.Single(refused.Findings, static finding => finding.Severity == FindingSeverity.Error).Location.File);
        Assert.Empty(plan.Findings);
        Assert.Equal(["FeatureService/churn Removed", "FeatureView/profile Changed"], plan.Changes.Select(static change => $"{change.Id} {change.Change}").Order(StringComparer.Ordinal));
    }

    private static DefinitionPlan Plan(DefinitionSet set, IEnumerable<DefinitionFile> files, bool prune = false)
        => Planner.Plan(set, new PlanRequest { Files = [.. files], Prune = prune }).Plan;

    private static PlannedChange Change(DefinitionPlan plan, DefinitionId id) => plan.Changes.Single(change => change.Id == id);
}
