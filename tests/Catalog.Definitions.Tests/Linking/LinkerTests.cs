using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Linking;

public sealed class LinkerTests
{
    [Fact]
    public void Plan_ShopAlone_HasNoFindings()
        => Assert.Equal([], Planner.Plan(DefinitionSet.Empty, new PlanRequest { Files = Shop.Files }).Plan.Findings);

    [Theory]
    [InlineData("domain: shop\nowner", "domain: shpo\nowner", "unknown-reference domain", "There is no domain 'shpo'.", "Did you mean 'shop'?")]
    [InlineData("owner: crew", "owner: cerw", "unknown-reference owner", "There is no team 'cerw'.", "Did you mean 'crew'?")]
    [InlineData("source: sales", "source: salse", "unknown-reference source", "There is no source 'salse'.", "Did you mean 'sales'?")]
    [InlineData("[customer_id]", "[custmer_id]", "unknown-reference entities[0]", "There is no entity 'custmer_id'.", "Did you mean 'customer_id'?")]
    [InlineData("[customer_id]", "[buyer]", "join-key entities[0]", "The join key 'customer_id' is of type 'string' in the entity 'buyer', but of type 'int64' in the source 'sales'.", "Read the column as string")]
    [InlineData("[customer_id]", "[customer_id, buyer]", "join-key entities[1]", "The entities 'customer_id' and 'buyer' have the same join key 'customer_id'.", "Keep one of them.")]
    [InlineData("from: price", "from: prize", "unknown-column features[0].from", "The source 'sales' has no column 'prize'.", "Did you mean 'price'?")]
    [InlineData("name: product, type", "name: produce, type", "unknown-column features[1].name", "The source 'sales' has no column 'produce'.", "Did you mean 'product'?")]
    [InlineData("type: double, from", "type: int64, from", "column-type features[0].type", "The feature 'last_price' is of type 'int64', but the column 'price' of the source 'sales' is of type 'double'.", "Write 'type: double'.")]
    [InlineData("source: sales", "source: sales\ntimestamp: price", "timestamp-column timestamp", "The column 'price' is of type 'double' and cannot hold the event time.", "Remove the line")]
    [InlineData("source: sales", "source: sales\ntimestamp: sold", "unknown-column timestamp", "The source 'sales' has no column 'sold'.", "Legal are: customer_id, sold_at, price, product.")]
    [InlineData("name: last_price, type: double, from: price", "name: customer_id, type: int64", "name-collision features[0].name", "The feature 'customer_id' has the name of a join key of the view; an answer holds both.", "Remove the feature")]
    public void Plan_ViewThatDoesNotFit_SaysWhereAndWhat(string before, string after, string expected, string message, string fix)
    {
        var finding = Assert.Single(Findings.InShop(Shop.View.Replace("name: profile", "name: other", StringComparison.Ordinal).Replace(before, after, StringComparison.Ordinal)));

        Assert.Equal(expected, Findings.Show(finding).Split(' ', 2)[1]);
        Assert.Equal(message, finding.Message);
        Assert.StartsWith(fix, finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("view: profile", "view: profiel", "unknown-reference features[0].view", "Error")]
    [InlineData("[last_price]", "[last_prize]", "unknown-feature features[0].features[0]", "Error")]
    [InlineData("[last_price]", "[last_price, last_price]", "name-collision features[0].features[1]", "Error")]
    [InlineData("[last_price]", "[last_price]\n  - view: profile\n    features: [last_price]", "name-collision features[1].features[0]", "Error")]
    [InlineData("[last_price]", "[last_price]\n  - view: profile\n    alias: again\n    features: [last_price]", "name-collision features[1].features[0]", "Warning")]
    [InlineData("[last_price]", "[last_price]\n    join_key_map: {customer: buyer}", "join-key features[0].join_key_map.customer", "Error")]
    [InlineData("[last_price]", "[last_price]\n    join_key_map: {customer_id: event_timestamp}", "bad-name features[0].join_key_map", "Error")]
    public void Plan_ServiceThatDoesNotFit_IsReported(string before, string after, string expected, string severity)
    {
        var finding = Assert.Single(Findings.InShop(Shop.Service.Replace(before, after, StringComparison.Ordinal)));

        Assert.Equal((expected, severity), (Findings.Show(finding).Split(' ', 2)[1], finding.Severity.ToString()));
    }

    [Fact]
    public void Plan_ServiceOverKeysOfTwoTypes_NamesBothViews()
    {
        var files = Shop.Files.Append(new DefinitionFile("more.yaml", """
            kind: Source
            name: letters
            domain: shop
            owner: crew
            format: ndjson
            timestamp: at
            columns:
              - {name: customer_id, type: string}
              - {name: at, type: timestamp}
              - {name: text, type: string}
            ---
            kind: FeatureView
            name: mail
            domain: shop
            owner: crew
            entities: [buyer]
            source: letters
            features: [{name: text, type: string}]
            ---
            kind: FeatureService
            name: both
            domain: shop
            owner: crew
            features:
              - view: profile
              - view: mail
            ---
            kind: FeatureService
            name: mapped
            domain: shop
            owner: crew
            features:
              - view: profile
              - view: mail
                join_key_map: {customer_id: mail_id}
            """)).ToList();

        var finding = Assert.Single(Planner.Plan(DefinitionSet.Empty, new PlanRequest { Files = files }).Plan.Findings);

        Assert.Equal("join-key", finding.Rule);
        Assert.Equal("The join key 'customer_id' is of type 'string' in 'mail', but of type 'int64' in 'profile'.", finding.Message);
    }

    [Theory]
    [InlineData("contract: sales", "contract: sails", "unknown-reference contract", "Error")]
    [InlineData("{name: customer_id, type: int64}", "{name: customer_id, type: string}", "contract-type columns[0].name", "Error")]
    [InlineData("  - {name: customer_id, type: int64}\n", "", "contract-column schema[0].properties[0].name", "Error")]
    [InlineData("  - {name: price, type: double}\n", "", "contract-column schema[0].properties[1].name", "Warning")]
    public void Plan_SourceAgainstItsContract_IsHeldColumnByColumn(string before, string after, string expected, string severity)
    {
        var files = Shop.Files.Where(static file => file.Path is "base.yaml" or "contract.yaml" or "source.yaml")
            .Select(file => file with { Text = file.Text.Replace(before, after, StringComparison.Ordinal) }).ToList();

        var finding = Assert.Single(Planner.Plan(DefinitionSet.Empty, new PlanRequest { Files = files }).Plan.Findings);

        Assert.Equal((expected, severity), (Findings.Show(finding).Split(' ', 2)[1], finding.Severity.ToString()));
    }

    [Fact]
    public void Plan_ContractOfSeveralObjectsWithoutTheSourcesName_IsReported()
    {
        var contract = Shop.Contract.Replace("  - name: sales", "  - name: other\n  - name: sails", StringComparison.Ordinal);

        var findings = Planner.Plan(DefinitionSet.Empty, new PlanRequest { Files = [.. Shop.Files.Where(static f => f.Path != "contract.yaml"), new("contract.yaml", contract)] }).Plan.Findings;

        Assert.Equal("contract-object", Assert.Single(findings).Rule);
    }

    [Theory]
    [InlineData("feature_view: profile", "feature_view: profiel", "unknown-reference output_ports[0].feature_view")]
    [InlineData("feature_view: profile", "feature_service: profile", "unknown-reference output_ports[0].feature_service")]
    [InlineData("feature_view: profile", "feature_view: profile, contract: nope", "unknown-reference output_ports[0].contract")]
    [InlineData("inputs: [sales]", "inputs: [sails]", "unknown-reference inputs[0]")]
    [InlineData("inputs: [sales]", "inputs: [other/port]", "unknown-reference inputs[0]")]
    [InlineData("inputs: [sales]", "inputs: [behaviour/port]", "unknown-reference inputs[0]")]
    public void Plan_ProductThatDoesNotFit_IsReported(string before, string after, string expected)
        => Assert.Equal(expected, Findings.Show(Assert.Single(Findings.InShop(Shop.Product.Replace(before, after, StringComparison.Ordinal)))).Split(' ', 2)[1]);

    [Fact]
    public void Plan_BrokenSource_IsReportedOnceAndNotAgainByItsViews()
    {
        var findings = Planner.Plan(DefinitionSet.Empty, new PlanRequest { Files = Shop.With("{name: price, type: double}", "{name: price, type: dubble}") }).Plan.Findings;

        Assert.Equal("wrong-value", Assert.Single(findings).Rule);
    }

    [Fact]
    public void Plan_UnknownDomainOfAContract_IsOnlyAWarning()
        => Assert.Equal(FindingSeverity.Warning, Assert.Single(Findings.InShop(Shop.Contract + "\ndomain: elsewhere\n")).Severity);

    [Fact]
    public void FromFiles_Shop_IsTyped()
    {
        var view = Shop.Set.FindView("profile")!;

        Assert.Equal((1, "sold_at", "customer_id"), (view.Version, view.TimestampColumn, view.Entities.Single().JoinKey));
        Assert.Equal(("product", new DataType(ScalarType.String)), (view.Features[1].From, view.Features[1].Type));
        Assert.Equal(["last_price"], Shop.Set.Services.Single().Projections.Single().Features);
        Assert.Equal("profile", Shop.Set.Products.Single().OutputPorts.Single().FeatureView);
        Assert.Equal(
            [new DefinitionId(DefinitionKind.FeatureService, "churn"), new DefinitionId(DefinitionKind.DataProduct, "behaviour")],
            Shop.Set.UsersOf(new DefinitionId(DefinitionKind.FeatureView, "profile")));
        Assert.Equal("shop", Shop.Set.Find(new DefinitionId(DefinitionKind.Domain, "shop"))!.Domain);
    }
}
