using Catalog.Core.Events;
using Catalog.Definitions.Declarations;
using Catalog.Definitions.Model;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Declarations;

public sealed class DefinitionLineageTests
{
    private const string More = """
        kind: FeatureView
        name: second
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        timestamp: sold_at
        features:
          - {name: last_price, type: double, from: price}
        ---
        kind: FeatureView
        name: activity
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        features:
          - {name: purchases, aggregate: count, where: price > 0, window: 1h}
          - {name: spent, aggregate: sum, of: price, where: "product <> 'Bag' AND price > 0", window: 7d}
          - {name: events, aggregate: count, window: 1h}
        ---
        kind: OnDemandFeatureView
        name: check
        domain: shop
        owner: crew
        sources:
          - {view: profile, features: [last_price]}
          - {view: second, features: [last_price]}
          - request: asked
            schema: [{name: amount, type: double}]
        features:
          - {name: ratio, expression: amount / profile.last_price}
          - {name: asked_amount, from: amount}
        ---
        kind: FeatureService
        name: asked
        domain: shop
        owner: crew
        features:
          - {view: check, features: [ratio]}
        ---
        kind: DataProduct
        name: answers
        domain: shop
        owner: crew
        version: 1.0.0
        inputs: [sales]
        output_ports:
          - {name: asked, version: "1", feature_service: asked}
        ---
        kind: FeatureService
        name: both
        domain: shop
        owner: crew
        features:
          - view: profile
            features: [last_price]
          - view: second
        ---
        kind: DataProduct
        name: everything
        domain: shop
        owner: crew
        version: 1.0.0
        inputs: [sales]
        output_ports:
          - {name: served, version: "1", feature_service: both}
        """;

    private static readonly IReadOnlyList<DatasetDeclaration> Declared =
        DefinitionLineage.Of(DefinitionSet.FromFiles([.. Shop.Files, new DefinitionFile("more.yaml", More)]));

    [Fact]
    public void OnDemandView_IsComputedFromTheFeaturesThatItsExpressionsRead()
    {
        var view = Find("on-demand-view/check");

        Assert.Equal(["view/profile", "view/second"], view.Inputs.Select(static input => input.Name));
        Assert.Equal(["amount", "ratio", "asked_amount"], view.Dataset.Fields.Select(static field => field.Name));
        var origin = Assert.Single(view.Dataset.Origins, static origin => !origin.Indirect);
        Assert.Equal(("ratio", "view/profile", "last_price", ColumnOrigin.Transformation), (origin.Column, origin.Input.Name, origin.InputColumn, origin.Subtype));
        Assert.Equal(["view/profile", "view/second"], view.Dataset.Origins.Where(static origin => origin is { Indirect: true, InputColumn: "customer_id" }).Select(static origin => origin.Input.Name));
    }

    [Fact]
    public void ServiceOfOnDemandView_IsMadeFromIt()
    {
        var service = Find("service/asked");

        Assert.Equal("on-demand-view/check", Assert.Single(service.Inputs).Name);
        Assert.Contains(service.Dataset.Origins, static origin => origin is { Column: "ratio", Input.Name: "on-demand-view/check", InputColumn: "ratio", Indirect: false });
        Assert.Equal("service/asked", Assert.Single(Find("product/answers").Inputs).Name);
    }

    [Fact]
    public void View_IsMadeFromTheColumnsOfItsSource()
    {
        var view = Find("view/profile");

        Assert.Equal("source/sales", Assert.Single(view.Inputs).Name);
        Assert.Contains(view.Dataset.Origins, origin => origin is { Column: "last_price", InputColumn: "price", Indirect: false });
        Assert.Contains(view.Dataset.Origins, origin => origin is { Column: "customer_id", InputColumn: "customer_id", Indirect: false });
    }

    [Fact]
    public void View_KeyAndTime_DecideAboutEveryRow()
        => Assert.Equal(["customer_id", "sold_at"], Find("view/profile").Dataset.Origins.Where(origin => origin is { Column: "", Indirect: true }).Select(origin => origin.InputColumn));

    [Fact]
    public void View_Aggregate_IsMadeFromWhatOfReadsAndFilteredByWhatWhereReads()
        => Assert.Equal(
            ["purchases price True FILTER", "spent price False AGGREGATION", "spent price True FILTER", "spent product True FILTER"],
            Find("view/activity").Dataset.Origins.Where(static origin => origin.Subtype is not null)
                .Select(static origin => $"{origin.Column} {origin.InputColumn} {origin.Indirect} {origin.Subtype}"));

    [Fact]
    public void Service_FeaturesOfOneNameFromTwoViews_AreToldApart()
    {
        var service = Find("service/both");

        Assert.Equal(["profile__last_price", "second__last_price"], service.Dataset.Fields.Select(field => field.Name));
        Assert.Contains(service.Dataset.Origins, origin => origin.Column == "second__last_price" && origin.Input.Name == "view/second" && origin.InputColumn == "last_price");
        Assert.Equal(["view/profile", "view/second"], service.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void Product_SourceBehindItsPort_IsNoInputOfItsOwn()
    {
        var product = Find("product/everything");

        Assert.Equal("service/both", Assert.Single(product.Inputs).Name);
        Assert.All(product.Dataset.Origins, origin => Assert.Equal(string.Empty, origin.Column));
        Assert.Equal(["profile__last_price", "second__last_price"], product.Dataset.Origins.Select(origin => origin.InputColumn));
    }

    [Fact]
    public void Source_IsDeclaredWithItsColumns()
    {
        var source = Find("source/sales");

        Assert.Empty(source.Inputs);
        Assert.Equal(["customer_id", "sold_at", "price", "product"], source.Dataset.Fields.Select(field => field.Name));
    }

    private static DatasetDeclaration Find(string name) => Assert.Single(Declared, declaration => declaration.Dataset.Name == name);
}
