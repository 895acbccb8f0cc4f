using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Linking;

public sealed class OnDemandFeatureViewLinkerTests
{
    private const string Check = """
        kind: OnDemandFeatureView
        name: check
        domain: shop
        owner: crew
        sources:
          - view: profile
            features: [last_price]
          - request: asked
            schema:
              - {name: amount, type: double}
        features:
          - {name: ratio, type: double, expression: amount / last_price}
          - {name: given, from: amount}
        """;

    private const string Other = """
        ---
        kind: FeatureView
        name: other
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        features:
          - {name: last_price, type: double, from: price}
        """;

    [Fact]
    public void Link_RightView_KnowsTheTypesOfItsFeatures()
    {
        var view = Set(Check).FindOnDemandView("check")!;

        Assert.Equal([("ratio", "double"), ("given", "double")], view.Features.Select(static feature => (feature.Name, feature.Type.ToString())));
        Assert.Equal(1, view.Version);
    }

    [Theory]
    [InlineData("view: profile", "view: profil", "unknown-reference", "There is no feature view 'profil'.", 6, 11)]
    [InlineData("features: [last_price]", "features: [last_pric]", "unknown-feature", "The feature view 'profile' has no feature 'last_pric'.", 7, 16)]
    [InlineData("expression: amount / last_price", "expression: amuont / last_price", "expression", "There is no column 'amuont'.", 12, 45)]
    [InlineData("expression: amount / last_price", "expression: amount / product", "expression", "There is no column 'product'. There are 'amount', 'last_price'.", 12, 54)]
    [InlineData("expression: amount / last_price", "expression: amount > last_price", "column-type", "The feature 'ratio' is of type 'double', but its expression gives 'bool'.", 12, 25)]
    [InlineData("from: amount", "from: amnt", "unknown-column", "There is no column 'amnt'.", 13, 25)]
    [InlineData("{name: given, from: amount}", "{name: given, type: int64, from: amount}", "column-type", "The feature 'given' is of type 'int64', but 'amount' is 'double'.", 13, 25)]
    [InlineData("{name: given, from: amount}", "{name: given, expression: 'NULL'}", "column-type", "The expression of 'given' is always null, so it gives no type.", 13, 31)]
    [InlineData("{name: given, from: amount}", "{name: given}", "missing-key", "'features[1]' has no 'expression'.", 13, 5)]
    [InlineData("{name: given, from: amount}", "{name: given, from: amount, expression: amount}", "wrong-value", "The feature has both 'expression' and 'from'.", 13, 25)]
    [InlineData("{name: given,", "{name: ratio,", "duplicate-name", "The view has two features 'ratio'; upper and lower case count as equal.", 13, 12)]
    [InlineData("{name: given,", "{name: AMOUNT,", "name-collision", "The feature 'AMOUNT' has the name of a request value; a training set holds both.", 13, 12)]
    [InlineData("{name: given,", "{name: customer_id,", "name-collision", "The feature 'customer_id' has the name of a join key of 'profile'; a training set holds both.", 13, 12)]
    [InlineData("{name: amount, type: double}", "{name: customer_id, type: int64}", "name-collision", "The request value 'customer_id' has the name of a join key of 'profile'; a request holds both.", 10, 16)]
    [InlineData("{name: amount, type: double}", "{name: last_price, type: double}", "name-collision", "The request value 'last_price' has the name of a feature of 'profile'.", 10, 16)]
    [InlineData("{name: amount, type: double}", "{name: event_timestamp, type: timestamp}", "reserved-name", "'event_timestamp' is reserved:", 10, 16)]
    [InlineData("{name: amount, type: double}", "{name: amount}", "missing-key", "'sources[1].schema[0]' has no 'type'.", 10, 9)]
    [InlineData("request: asked", "request: profile", "duplicate-name", "The view has two sources 'profile'.", 8, 14)]
    [InlineData("features: [last_price]", "join_key_map: {id: buyer_id}", "join-key", "The feature view 'profile' has no join key 'id'.", 7, 20)]
    [InlineData("name: check", "name: profile", "name-collision", "There is a feature view 'profile', too; references could mean either.", 2, 7)]
    [InlineData("name: check", "name: a__b", "reserved-name", "'a__b' contains '__'", 2, 7)]
    [InlineData("request: asked", "view: asked", "wrong-value", "'schema' says what a request brings, but the source has no 'request'.", 10, 7)]
    public void Link_Mistake_IsReportedWhereItStands(string before, string after, string rule, string message, int line, int column)
    {
        var findings = Plan(Check.Replace(before, after, StringComparison.Ordinal)).Findings;

        var finding = Assert.Single(findings, finding => finding.Rule == rule && finding.Message.StartsWith(message, StringComparison.Ordinal));
        Assert.Equal(("check.yaml", line, column), (finding.Location.File, finding.Location.Line, finding.Location.Column));
    }

    [Fact]
    public void Link_SameFeatureOfTwoViews_NeedsItsSource()
    {
        var text = Check.Replace("  - request", "  - {view: other}\n  - request", StringComparison.Ordinal);

        var finding = Assert.Single(Plan(text + "\n" + Other).Findings);
        Assert.Equal("'last_price' stands for several columns. Write it with its source.", finding.Message);
        Assert.Empty(Plan(text.Replace("amount / last_price", "amount / other.last_price", StringComparison.Ordinal) + "\n" + Other).Findings);
    }

    [Fact]
    public void Link_OnDemandViewOfAnother_IsRefused()
    {
        var text = Check + "\n---\n" + Check.Replace("name: check", "name: second", StringComparison.Ordinal).Replace("view: profile", "view: check", StringComparison.Ordinal);

        Assert.Contains(Plan(text).Findings, static finding => finding.Message == "'check' is an on-demand feature view, and an on-demand view reads feature views only.");
    }

    [Fact]
    public void Link_FeatureViewOfTheSameName_IsRefusedAtTheNewOne()
    {
        var set = Set(Check);

        var plan = Planner.Plan(set, new PlanRequest { Files = [new DefinitionFile("view.yaml", Shop.View.Replace("name: profile", "name: check", StringComparison.Ordinal))] }).Plan;

        Assert.Contains(plan.Findings, static finding => finding is { Rule: "name-collision", Location.File: "view.yaml" });
    }

    [Fact]
    public void Link_ViewChangesTheTypeOfAnInput_IsReportedAtTheExpression()
    {
        var set = Set(Check);
        var changed = Shop.View.Replace("{name: last_price, type: double, from: price}", "{name: last_price, type: string, from: product}", StringComparison.Ordinal);

        var plan = Planner.Plan(set, new PlanRequest { Files = [new DefinitionFile("view.yaml", changed)] }).Plan;

        Assert.Contains(plan.Findings, static finding => finding is { Rule: "expression", Location: { File: "check.yaml", Line: 12 } });
    }

    [Fact]
    public void Plan_NewRequestValueOrLostFeature_BreaksReaders()
    {
        var service = "\n---\nkind: FeatureService\nname: model\ndomain: shop\nowner: crew\nfeatures:\n  - view: check\n";
        var set = Set(Check + service);
        var changed = Check.Replace("type: double}", "type: int64}", StringComparison.Ordinal).Replace("  - {name: given, from: amount}", string.Empty, StringComparison.Ordinal);

        var change = Assert.Single(Planner.Plan(set, new PlanRequest { Files = [new DefinitionFile("check.yaml", changed)] }).Plan.Changes);

        Assert.Equal(2, change.ModelVersion);
        var consequence = Assert.Single(change.Consequences);
        Assert.Equal((ConsequenceKind.ReadersBroken, "Readers of 'check' lose 'given', and must send 'amount' as int64."), (consequence.Kind, consequence.Message));
        Assert.Equal([new DefinitionId(DefinitionKind.FeatureService, "model")], consequence.Affected);
    }

    [Theory]
    [InlineData("amount / last_price", "amount   /\tlast_price", 1)]
    [InlineData("amount / last_price", "last_price / amount", 2)]
    [InlineData("owner: crew\nsources", "owner: crew\ndescription: Ratios.\nsources", 1)]
    public void Plan_Change_CountsAVersionWhenTheMeaningChanges(string before, string after, int version)
    {
        var set = Set(Check);
        var text = Check.ReplaceLineEndings("\n").Replace(before, after, StringComparison.Ordinal);

        var change = Assert.Single(Planner.Plan(set, new PlanRequest { Files = [new DefinitionFile("check.yaml", text)] }).Plan.Changes);

        Assert.Equal(version, change.ModelVersion);
    }

    [Fact]
    public void Link_ServiceOfOnDemandView_ChecksKeysAndRequestValues()
    {
        var second = Check.Replace("name: check", "name: second", StringComparison.Ordinal).Replace("type: double}", "type: int64}", StringComparison.Ordinal);
        var service = "\n---\nkind: FeatureService\nname: model\ndomain: shop\nowner: crew\nfeatures:\n  - {view: check, features: [ratio, nothing]}\n  - {view: second, join_key_map: {id: x}}\n";

        var messages = Plan(Check + "\n---\n" + second + service).Findings.Select(static finding => finding.Message).ToList();

        Assert.Contains("The feature view 'check' has no feature 'nothing'.", messages);
        Assert.Contains("The feature view 'second' has no join key 'id'.", messages);
        Assert.Contains("The request value 'amount' is of type 'int64' in 'second', but of type 'double' in 'check'.", messages);
    }

    [Fact]
    public void Json_OfAModel_ReadsBack()
    {
        var view = Set(Check).FindOnDemandView("check")!;

        var back = DefinitionJson.Read<FeatureStore.Model.OnDemandFeatureView>(DefinitionJson.Write(view))!;

        Assert.Equal(DefinitionJson.Write(view), DefinitionJson.Write(back));
        Assert.Equal(new DataType(ScalarType.Double), back.Requests[0].Schema[0].Type);
    }

    private static DefinitionPlan Plan(string text) => Planner.Plan(Shop.Set, new PlanRequest { Files = [new DefinitionFile("check.yaml", text)] }).Plan;

    private static DefinitionSet Set(string text) => DefinitionSet.FromFiles([.. Shop.Files, new DefinitionFile("check.yaml", text)]);
}
