using Catalog.Web.Components;
using Microsoft.AspNetCore.Http;

namespace Catalog.Web.Tests.Components;

public sealed class AskedAddressTests
{
    [Theory]
    [InlineData("/views", "?q=a b", "/views?q=a%20b")]
    [InlineData("//other.example/x", "", "/other.example/x")]
    [InlineData("/<script>", "", "/%3Cscript%3E")]
    [InlineData("", "", "/")]
    public void AskedAddress_AnyPath_StaysOnThisHost(string path, string query, string expected)
    {
        var context = new DefaultHttpContext { Request = { Path = path, QueryString = new QueryString(query.Replace(" ", "%20", StringComparison.Ordinal)) } };

        Assert.Equal(expected, context.AskedAddress());
    }
}
