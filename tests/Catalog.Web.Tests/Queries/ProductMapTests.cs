using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Portal;

namespace Catalog.Web.Tests.Queries;

public sealed class ProductMapTests
{
    private static readonly DefinitionSet Shop = DefinitionSet.FromFiles(
    [
        new DefinitionFile("shop.yaml", ShopDefinitions.Base), new DefinitionFile("lines.odcs.yaml", ShopDefinitions.Contract), new DefinitionFile("products.yaml", ShopDefinitions.Products),
    ]);

    private static DataProduct Receipts => Shop.FindModel<DataProduct>(DefinitionKind.DataProduct, "receipts")!; // It stands in the documents.

    private static DataProduct Books => Shop.FindModel<DataProduct>(DefinitionKind.DataProduct, "books")!; // It stands in the documents.

    [Fact]
    public void ViewsOf_PortsOfViewsAndServices_AreThereOnce() => Assert.Equal(["last_line"], ProductMap.ViewsOf(Shop, Receipts).Select(view => view.Name));

    [Fact]
    public void SourcesOf_PortsAndInputs_LeaveOtherProductsOut()
    {
        Assert.Equal(["lines"], ProductMap.SourcesOf(Shop, Receipts));
        Assert.Equal(["quiet"], ProductMap.SourcesOf(Shop, Books));
    }

    [Fact]
    public void ReadersOf_Product_AreServicesAndProducts()
        => Assert.Equal(["FeatureService/advice_v1", "DataProduct/books"], ProductMap.ReadersOf(Shop, Receipts).Select(reader => reader.Id.ToString()));

    [Fact]
    public void PartsOf_Product_AreWhatItsReadersFeel()
        => Assert.Equal(
            ["DataProduct/receipts", "FeatureView/last_line", "FeatureService/advice_v1", "Source/lines", "Contract/lines"], ProductMap.PartsOf(Shop, Receipts).Select(id => id.ToString()));

    [Fact]
    public void ContractsOf_ProductWithoutAny_AreNone() => Assert.Empty(ProductMap.ContractsOf(Shop, Books));
}
