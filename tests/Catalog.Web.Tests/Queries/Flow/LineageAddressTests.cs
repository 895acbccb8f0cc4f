using Catalog.Web.Queries.Flow;
using Lineage.Graph;

namespace Catalog.Web.Tests.Queries.Flow;

public sealed class LineageAddressTests
{
    [Theory]
    [InlineData("dataset:catalog:view/x", null, null, null, null, "/lineage/dataset:catalog:view/x")]
    [InlineData("dataset:catalog:view/x", "column", "5", "upstream", null, "/lineage/dataset:catalog:view/x?zoom=column&depth=5&dir=upstream")]
    [InlineData("datasetField:catalog:view/x:y", null, null, null, "removed", "/lineage/datasetField:catalog:view/x:y?if=removed")]
    [InlineData("datasetField:catalog:view/x:y", "dataset", null, null, null, "/lineage/datasetField:catalog:view/x:y?zoom=dataset")]
    [InlineData("dataset:file:/a b/ä?.csv", null, null, null, null, "/lineage/dataset:file:/a%20b/%C3%A4%3F.csv")]
    [InlineData("dataset:catalog:view/x", "what", "many", "sideways", "gone", "/lineage/dataset:catalog:view/x")]
    public void Address_OfItsParts_IsWrittenWithoutDefaults(string urn, string? zoom, string? depth, string? direction, string? change, string expected)
        => Assert.Equal(expected, LineageAddress.Parse(urn, zoom, depth, direction, change, null, null, null).ToString());

    [Theory]
    [InlineData("0", 1)]
    [InlineData("99", 10)]
    [InlineData("-1", 3)]
    public void Depth_OutOfRange_IsBroughtInside(string depth, int expected) => Assert.Equal(expected, LineageAddress.Parse("dataset:a:b", null, depth, null, null, null, null, null).Depth);

    [Fact]
    public void Impact_LooksDownstreamOnly()
        => Assert.Equal(LineageDirection.Downstream, LineageAddress.Parse("dataset:a:b", null, null, "upstream", "removed", null, null, null).Followed);

    [Fact]
    public void Size_Asked_StaysInTheAddress()
    {
        Assert.EndsWith("?size=true", LineageAddress.Parse("dataset:a:b", null, null, null, null, null, null, "true").ToString(), StringComparison.Ordinal);
        Assert.False(LineageAddress.Parse("dataset:a:b", null, null, null, null, null, null, "large").IsTrueSize);
    }
}
