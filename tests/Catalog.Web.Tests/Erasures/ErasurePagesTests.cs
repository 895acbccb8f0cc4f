using System.Net;
using AngleSharp.Dom;
using Catalog.Core.Values;
using Catalog.Web.Tests.Portal;
using FeatureStore.Erasures;

namespace Catalog.Web.Tests.Erasures;

public sealed class ErasurePagesTests(ErasurePagesTests.Shop shop) : IClassFixture<ErasurePagesTests.Shop>
{
    private const string Secret = "987654321";

    [Fact]
    public async Task List_Erasures_AreNewestFirstAndFiltered()
    {
        var all = await shop.Catalogue.OpenAsync("/erasures");
        var complete = await shop.Catalogue.OpenAsync("/erasures?state=completed&key=customer");
        var failed = await shop.Catalogue.OpenAsync("/erasures?state=failed");
        var other = await shop.Catalogue.OpenAsync("/erasures?key=nobody");
        var one = await shop.Catalogue.OpenAsync($"/erasures?entity={shop.Erased[0].Fingerprint.ToUpperInvariant()}");
        var unknown = await shop.Catalogue.OpenAsync("/erasures?entity=0123456789abcdef");

        Assert.Equal(shop.Erased.Select(static erasure => $"/erasures/{erasure.Id}").Reverse(), LinksIn(all));
        Assert.Equal(LinksIn(all), LinksIn(complete));
        Assert.Contains("None of the 2", failed.QuerySelector("main .blank")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("None of the 2 of nobody", other.QuerySelector("main .blank")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([$"/erasures/{shop.Erased[0].Id}"], LinksIn(one));
        Assert.Equal(shop.Erased[0].Fingerprint, one.QuerySelector("#erasure-entity")!.GetAttribute("value"));
        Assert.Contains("None of the 2 of 0123456789abcdef", unknown.QuerySelector("main .blank")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("gone", RowsIn(all, "Erasures")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("for ever", RowsIn(all, "Erasures")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Pages_LeadOnAndBack()
    {
        var page = await shop.Catalogue.OpenAsync($"/erasures?before={shop.Erased[1].Id}");
        var none = await shop.Catalogue.OpenAsync($"/erasures?before={shop.Erased[0].Id}");

        Assert.Equal([$"/erasures/{shop.Erased[0].Id}"], LinksIn(page));
        Assert.NotNull(page.QuerySelector("main .pager a[rel=first][href='/erasures']"));
        Assert.NotNull(none.QuerySelector("main .blank"));
    }

    [Theory]
    [InlineData("?state=soon", "There is no state soon")]
    [InlineData("?before=yesterday", "")]
    [InlineData("?state=2", "There is no state 2")]
    [InlineData("?entity=17850", "There is no hash of a key 17850")]
    public async Task List_AddressThatMeansNothing_IsShownAllTheSame(string query, string note)
    {
        var page = await shop.Catalogue.OpenAsync("/erasures" + query);

        Assert.Equal(2, LinksIn(page).Count());
        Assert.Contains(note, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_CompleteErasure_TellsWhatIsGoneAndWhatStays()
    {
        var erasure = shop.Erased[0];
        var page = await shop.Catalogue.OpenAsync($"/erasures/{erasure.Id}");

        var removed = RowsIn(page, "Removed");
        Assert.Equal(erasure.Places.Count(static place => place is { Outcome: ErasureOutcome.Erased, IsEmpty: false }), removed.Count);
        foreach (var place in erasure.Places.Where(static place => place.NewSha256 is not null))
        {
            Assert.Contains(removed, row => row.QuerySelector($"[data-copy='{place.Sha256}']") is not null && row.QuerySelector($"[data-copy='{place.NewSha256}']") is not null);
        }

        Assert.Contains(removed, static row => row.QuerySelector("a[href='/shop/views/last_line']") is not null);
        var empty = RowsIn(page, "Looked into");
        Assert.Equal(erasure.Places.Count(static place => place.IsEmpty), empty.Count);
        Assert.All(empty, static row => Assert.StartsWith("0 ", row.Children[2].TextContent, StringComparison.Ordinal));
        Assert.Equal("1", page.QuerySelector($"main .facts a[href='/erasures?entity={erasure.Fingerprint}']")!.TextContent);
        var kept = RowsIn(page, "Kept");
        Assert.Equal(erasure.Places.Where(static place => place.Outcome == ErasureOutcome.Kept).Select(static place => place.Note), kept.Select(static row => row.Children[3].TextContent));
        Assert.Equal("–", kept.Single(static row => row.TextContent.StartsWith("Backups", StringComparison.Ordinal)).Children[2].TextContent);
        Assert.NotNull(page.QuerySelector($"main a[href='/runs/{erasure.Id}']"));
        Assert.NotNull(page.QuerySelector($"main a[href='/api/v1/erasures/{erasure.Id}']"));
        Assert.Equal(erasure.Fingerprint, page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Pages_OfAnErasure_NeverShowTheKey()
    {
        foreach (var address in new[] { "/erasures", $"/erasures/{shop.Erased[1].Id}", $"/runs/{shop.Erased[1].Id}", $"/api/v1/erasures/{shop.Erased[1].Id}" })
        {
            Assert.DoesNotContain(Secret, (await shop.Catalogue.OpenAsync(address)).OuterHtml, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_NoSuchErasure_IsNotFound()
        => Assert.Equal(HttpStatusCode.NotFound, (await shop.Catalogue.TryOpenAsync("/erasures/0197aaaa-0000-7000-8000-000000000005")).Status);

    [Fact]
    public async Task Page_ErasureOfNothing_TellsEachPlaceThatWasLookedInto()
    {
        var page = await shop.Catalogue.OpenAsync($"/erasures/{shop.Erased[1].Id}");

        Assert.Contains("Nothing of the entity was in the stores", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var empty = RowsIn(page, "Looked into").Select(static row => row.TextContent).ToList();
        Assert.Contains(empty, static row => row.Contains("Online store", StringComparison.Ordinal) && row.Contains("last_line@1", StringComparison.Ordinal));
        Assert.Contains(empty, static row => row.Contains("Offline files", StringComparison.Ordinal) && row.Contains("searched", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("?entity=customer", false)]
    [InlineData("?entity=nobody", true)]
    public async Task New_Entity_IsChosen(string query, bool isUnknown)
    {
        var page = await shop.Catalogue.OpenAsync("/erasures/new" + query);

        Assert.NotNull(page.QuerySelector("#erasure-key-customer"));
        Assert.Equal("true", page.QuerySelector("#erasure-ask")!.GetAttribute("aria-disabled"));
        Assert.Null(page.QuerySelector("#erasure-ask")!.GetAttribute("data-open"));
        Assert.Equal(isUnknown, page.QuerySelector("main .page-note") is not null);
    }

    [Fact]
    public async Task OtherPages_LeadToErasures()
    {
        var entity = await shop.Catalogue.OpenAsync("/shop/entities/customer");
        var run = await shop.Catalogue.OpenAsync($"/runs/{shop.Erased[0].Id}");

        Assert.NotNull(entity.QuerySelector("main a[href='/erasures/new?entity=customer']"));
        Assert.Equal("2", entity.QuerySelector("main a[href='/erasures?key=customer']")!.TextContent);
        Assert.NotNull(run.QuerySelector($"main a[href='/erasures/{shop.Erased[0].Id}']"));
        Assert.NotNull(entity.QuerySelector(".side a[href='/erasures']"));
    }

    private static IEnumerable<string?> LinksIn(IElement page) => page.QuerySelectorAll("main tbody th a").Select(static link => link.GetAttribute("href"));

    private static IReadOnlyList<IElement> RowsIn(IElement page, string table) => [.. page.QuerySelectorAll($"[aria-label='{table}'] tbody tr")];

    /// <summary>A shop of its own, with two erasures.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        public ShopCatalogue Catalogue { get; } = new();

        /// <summary>Older first.</summary>
        public IReadOnlyList<Erasure> Erased { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            var empty = await Catalogue.OpenAsync("/erasures");
            Assert.Equal("Nothing was erased", empty.QuerySelector("main .blank h2")!.TextContent);
            Erased = [await EraseAsync(1, reason: "gone"), await EraseAsync(long.Parse(Secret, System.Globalization.CultureInfo.InvariantCulture), forever: true)];
        }

        public ValueTask DisposeAsync() => Catalogue.DisposeAsync();

        private async Task<Erasure> EraseAsync(long customer, string? reason = null, bool forever = false)
        {
            var erasures = await Catalogue.GetAsync<ErasureService>();
            var asked = await erasures.RequestAsync(
                new ErasureRequest { Key = new Dictionary<string, Value> { ["customer"] = Value.Of(customer) }, Reason = reason, Forever = forever }, TestContext.Current.CancellationToken);
            while (true)
            {
                if (await erasures.GetAsync(asked.Id, TestContext.Current.CancellationToken) is { HasEnded: true } ended)
                {
                    return ended;
                }

                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }
}
