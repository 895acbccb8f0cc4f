using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Catalog.Web.Tests.Portal;

public sealed partial class CataloguePagesTests(ShopCatalogue shop)
{
    private const int MaxCompressedBytes = 60_000;
    private const int AddressesPerPage = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_ThatLinksLeadTo_ExistAndKeepTheirBudget()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "/", "/products", "/services", "/entities", "/domains", "/teams", "/search?q=customer" };
        var waiting = new Queue<string>(seen);
        while (waiting.TryDequeue(out var address))
        {
            using var answer = await shop.AskAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"'{address}' answers {(int)answer.StatusCode}.");
            var bytes = await answer.Content.ReadAsByteArrayAsync(Token);
            var size = Compressed(bytes);
            Assert.True(size is > 0 and <= MaxCompressedBytes, $"'{address}' has {size} bytes, compressed.");
            foreach (Match link in Link().Matches(System.Text.Encoding.UTF8.GetString(bytes)))
            {
                var target = WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0];
                if (MayVisit(target, seen) && seen.Add(target))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        Assert.Superset(
            new HashSet<string> { "/checks", "/contracts/lines", "/shop/services/advice_v1", "/shop/entities/customer", "/teams/crew", "/domains/shop", "/shop/sources/lines" }, seen);
    }

    // Filters, zoom and selection make more addresses of one page than can be visited; some of each page stand for all. Downloads are no pages.
    private static bool MayVisit(string target, HashSet<string> seen)
    {
        var path = target.Split('?')[0];
        return !target.StartsWith("/api/", StringComparison.Ordinal) && !target.StartsWith("/search?", StringComparison.Ordinal)
            && (path == target || seen.Count(other => other.StartsWith(path + "?", StringComparison.Ordinal)) < AddressesPerPage);
    }

    [Fact]
    public async Task Checks_WithoutFilter_StandWorstFirstWithTheirCounts()
    {
        var page = await MainAsync("/checks");

        Assert.Equal("customer is required", page.QuerySelector("tbody th")!.TextContent);
        Assert.Equal("1", page.QuerySelectorAll(".facts dd")[1].TextContent);
        Assert.Equal("/shop/sources/lines/quality", page.QuerySelector(".panel h2 a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/checks?outcome=fail", 1)]
    [InlineData("/checks?outcome=warn", 1)]
    [InlineData("/checks?outcome=skip", 0)]
    [InlineData("/checks?domain=office", 0)]
    [InlineData("/checks?text=CUSTOMER", 3)]
    [InlineData("/checks?from=1000000", 0)]
    public async Task Checks_Filter_LeavesWhatFits(string address, int count) => Assert.Equal(count, (await MainAsync(address)).QuerySelectorAll("tbody tr").Length);

    [Theory]
    [InlineData("/checks?outcome=<b>&from=-1&domain=%00")]
    [InlineData("/products?from=x&domain=%27")]
    public async Task Filter_OfNonsense_BreaksNothing(string address) => Assert.Equal(HttpStatusCode.OK, (await shop.TryOpenAsync(address)).Status);

    [Theory]
    [InlineData("/views?domain=office", "office0")]
    [InlineData("/teams?domain=office", "office0")]
    [InlineData("/sources?domain=shop", "shop1")]
    [InlineData("/products?domain=%27", "'0")]
    [InlineData("/checks?domain=office", "office")]
    public async Task Filter_ByADomain_IsShownAlsoWhereNothingFits(string address, string link)
        => Assert.Equal(link, (await MainAsync(address)).QuerySelector("[aria-label=Domain] [aria-current]")!.TextContent.Trim());

    [Fact]
    public async Task Contract_Overview_ShowsRulesResultsAndPromises()
    {
        var page = await MainAsync("/contracts/lines");
        var rows = page.QuerySelectorAll("[aria-label='Columns of lines'] tbody tr").Select(Words).ToList();

        Assert.Equal("customer pii integer required 1 fails", rows[0]);
        Assert.Equal("price number ≥ 0 kept", rows[1]);
        Assert.Equal("product string at most 20 characters; matches ^Product [0-9]$ kept", rows[2]);
        Assert.Contains("latencyof lines.written_at 1 day", page.QuerySelectorAll(".list li").Select(Words));
        Assert.NotNull(page.QuerySelector("a[href='/shop/sources/lines']"));
    }

    [Fact]
    public async Task Service_Overview_ShowsFeaturesAndSnippets()
    {
        var page = await MainAsync("/shop/services/advice_v1");

        Assert.Contains("last_price", page.QuerySelector("[aria-label=Features] tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("\"feature_service\": \"advice_v1\"", page.QuerySelector(".snip pre")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href='/shop/products/receipts']"));
    }

    [Fact]
    public async Task Entity_Overview_ShowsItsViews()
    {
        var page = await MainAsync("/shop/entities/customer");

        Assert.Equal("last_line", page.QuerySelector("tbody th a")!.TextContent);
        Assert.Equal(["advice_v1", "lines"], page.QuerySelectorAll(".list a").Select(link => link.TextContent));
    }

    [Fact]
    public async Task Team_Overview_ShowsWhatItOwns()
    {
        var page = await MainAsync("/teams/crew");

        Assert.Contains("crew@example.com", page.TextContent, StringComparison.Ordinal);
        Assert.Equal(["books", "Receipts"], page.QuerySelectorAll("[aria-label='Data products'] tbody th").Select(cell => cell.TextContent));
        Assert.Equal(["lines", "quiet"], page.QuerySelectorAll("[aria-label=Sources] tbody th").Select(cell => cell.TextContent));
    }

    [Theory]
    [InlineData("/products", 2)]
    [InlineData("/products?domain=office", 1)]
    [InlineData("/products?text=ADDS", 1)]
    [InlineData("/views", 2)]
    [InlineData("/Views", 2)]
    [InlineData("/SOURCES?domain=shop", 1)]
    [InlineData("/on-demand", 1)]
    [InlineData("/sources?domain=shop", 1)]
    [InlineData("/contracts", 1)]
    [InlineData("/services", 1)]
    [InlineData("/entities", 1)]
    [InlineData("/domains", 2)]
    [InlineData("/teams?text=nobody", 0)]
    public async Task List_OfAKind_ShowsWhatFits(string address, int count) => Assert.Equal(count, (await MainAsync(address)).QuerySelectorAll("tbody tr").Length);

    private async Task<IElement> MainAsync(string address) => (await shop.OpenAsync(address)).QuerySelector("main")!;

    private static string Words(IElement element) => string.Join(' ', element.Children.Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(text => text.Length > 0));

    private static long Compressed(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return target.Length;
    }

    [GeneratedRegex("<a [^>]*href=\"(/[^\"]*)\"")]
    private static partial Regex Link();
}
