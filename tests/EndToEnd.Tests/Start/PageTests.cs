using System.Net;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Start;

[Collection(SampleTests.Name)]
public sealed partial class PageTests(SampleCatalog samples)
{
    private const int AddressesPerPage = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Links_FromHomeOn_LeadToPagesThatExist()
    {
        using var http = new HttpClient { BaseAddress = samples.Catalog.Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var seen = new HashSet<string>(StringComparer.Ordinal) { "/", "/search?q=customer" };
        var waiting = new Queue<string>(seen);
        while (waiting.TryDequeue(out var path))
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Token);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"'{path}' answers {(int)answer.StatusCode}.");
            foreach (Match link in Link().Matches(await answer.Content.ReadAsStringAsync(Token)))
            {
                var target = WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0];
                if (MayVisit(target, seen) && seen.Add(target))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        Assert.Contains("/loyalty/views/customer_profile", seen);
    }

    // Filters, zoom and selection make more addresses of one page than can be visited; some of each page stand for all. Downloads are no pages.
    private static bool MayVisit(string target, HashSet<string> seen)
    {
        var path = target.Split('?')[0];
        return !target.StartsWith("/api/", StringComparison.Ordinal) && !target.StartsWith("/search?", StringComparison.Ordinal)
            && (path == target || seen.Count(other => other.StartsWith(path + "?", StringComparison.Ordinal)) < AddressesPerPage);
    }

    [GeneratedRegex("<a [^>]*href=\"(/[^\"]*)\"")]
    private static partial Regex Link();
}
