using Catalog.Web.Formatting;

namespace Catalog.Web.Tests.Formatting;

public sealed class HeadsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(12, 12)]
    [InlineData(13, 13)]
    [InlineData(14, 12)]
    public void Of_AList_NeverLeavesOutOne(int count, int shown) => Assert.Equal(Enumerable.Range(0, shown), Heads.Of([.. Enumerable.Range(0, count)], 12));
}
