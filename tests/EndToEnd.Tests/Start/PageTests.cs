using System.Net;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Start;

public sealed partial class PageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Links_FromHomeOn_LeadToPagesThatExist()
    {
        using var data = new TemporaryDirectory();
        await using var catalog = await CatalogProcess.StartAsync(data.Path, samples: true, Token);
        catalog.Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var seen = new HashSet<string>(StringComparer.Ordinal) { "/", "/search?q=customer" };
        var waiting = new Queue<string>(seen);
        while (waiting.TryDequeue(out var path))
        {
            using var answer = await catalog.Http.GetAsync(new Uri(path, UriKind.Relative), Token);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"'{path}' answers {(int)answer.StatusCode}.");
            foreach (Match link in Link().Matches(await answer.Content.ReadAsStringAsync(Token)))
            {
                var target = WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0];
                if (!target.StartsWith("/search?", StringComparison.Ordinal) && seen.Add(target))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        Assert.Contains("/loyalty/views/customer_profile", seen);
    }

    [GeneratedRegex("<a [^>]*href=\"(/[^\"]*)\"")]
    private static partial Regex Link();
}
