using Catalog.Web.Queries.Quarantine;
using Ingestion.Model;

namespace Catalog.Web.Tests.Queries.Quarantine;

public sealed class QuarantineAddressTests
{
    [Fact]
    public void Address_OfItsParts_IsWrittenWithoutDefaults()
    {
        var address = QuarantineAddress.Parse("a b", ["r:x", "r:x", ""], "all", "t&u", "7", "9", "arrival");

        Assert.Equal("/quarantine/a%20b?rule=r%3Ax&text=t%26u&state=all&seq=7&cursor=9&by=arrival", address.ToString());
        Assert.Equal("/quarantine/a%20b", QuarantineAddress.Parse("a b", null, null, " ", null, null, null).ToString());
    }

    [Fact]
    public void Toggle_Rule_AddsOrRemovesItAndBeginsAnew()
    {
        var address = QuarantineAddress.Parse("s", ["a"], null, null, "7", "9", null);

        Assert.Equal("/quarantine/s?rule=a&rule=b", address.Toggle("b").ToString());
        Assert.Equal("/quarantine/s", address.Toggle("a").ToString());
    }

    [Theory]
    [InlineData(null, "&state=open")]
    [InlineData("dismissed", "&state=dismissed")]
    [InlineData("all", "")]
    public void Export_NamesTheStateThatThePageShows(string? state, string expected)
        => Assert.Equal("/api/v1/quarantine/export?source=s" + expected, QuarantineAddress.Parse("s", null, state, null, null, null, null).ToExport());

    [Fact]
    public void Filter_WithoutState_MeansOpenEvents()
        => Assert.Equal(QuarantineState.Open, QuarantineAddress.Parse("s", null, "odd", null, null, null, null).Filter.State);
}
