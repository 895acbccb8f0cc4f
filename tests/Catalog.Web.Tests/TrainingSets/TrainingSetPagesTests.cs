using System.Net;
using System.Text;
using AngleSharp.Dom;
using Catalog.Definitions;
using Catalog.Web.Tests.Portal;
using Catalog.Web.TrainingSets;
using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Tests.TrainingSets;

public sealed class TrainingSetPagesTests(TrainingSetPagesTests.Shop shop) : IClassFixture<TrainingSetPagesTests.Shop>
{
    [Fact]
    public async Task List_SetsOfTwoKinds_AreFilteredByService()
    {
        var all = await shop.Catalogue.OpenAsync("/training-sets");
        var some = await shop.Catalogue.OpenAsync("/training-sets?service=advice_v1");
        var none = await shop.Catalogue.OpenAsync("/training-sets?service=no_such");

        Assert.Equal(["broken", "by-view", "advice", "divided-rebuilt", "divided"], NamesIn(all));
        Assert.Equal(["broken", "advice"], NamesIn(some));
        Assert.Contains("None of the 5", none.QuerySelector("main .blank")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Failed", "Complete", "Complete", "Complete", "Complete"], all.QuerySelectorAll("main tbody .light").Select(static light => light.TextContent.Trim()));
    }

    [Theory]
    [InlineData("?text=DIVIDED", "divided-rebuilt,divided")]
    [InlineData("?text=labels.csv&state=failed", "broken")]
    [InlineData("?state=completed&view=last_line", "by-view,advice,divided-rebuilt,divided")]
    [InlineData("?view=no_such", "")]
    [InlineData("?state=cancelled", "")]
    [InlineData("?text=ada", "divided-rebuilt")]
    public async Task List_Filters_HoldTogetherAndStayInTheLinks(string query, string names)
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets" + query);

        Assert.Equal(names, string.Join(',', NamesIn(page)));
        Assert.Equal(names.Length == 0, page.QuerySelector("main .blank") is not null);
        Assert.All(query[1..].Split('&').Where(static part => part.StartsWith("text=", StringComparison.Ordinal)), part => Assert.All(
            page.QuerySelectorAll("main .filters a").Select(static link => link.GetAttribute("href")), href => Assert.Contains(part, href, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task List_UnknownState_IsSaid()
        => Assert.Contains("There is no state soon", (await shop.Catalogue.OpenAsync("/training-sets?state=soon")).QuerySelector(".page-note")!.TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task Page_ColumnsFiltered_ShowTheSameInAllTables()
    {
        var some = await shop.Catalogue.OpenAsync("/training-sets/advice?column=PRICE");
        var none = await shop.Catalogue.OpenAsync("/training-sets/advice?column=nothing");

        Assert.Equal("last_price", Assert.Single(RowsIn(some, "Columns")).QuerySelector("th")!.TextContent);
        Assert.Equal("last_price", Assert.Single(RowsIn(some, "Values")).QuerySelector("th")!.TextContent);
        Assert.Equal(["customer", "event_timestamp", "last_price"], some.QuerySelectorAll("[aria-label='First rows'] thead th").Select(static head => head.TextContent));
        Assert.Contains("None of the 4 columns", none.QuerySelector("main .blank")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(none.QuerySelector("main .blank a[href='/training-sets/advice']"));
    }

    [Fact]
    public async Task Page_CompleteSet_TellsOriginsRowsAndMatches()
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets/advice");

        Assert.Equal(["customer", "event_timestamp", "label", "last_price"], RowsIn(page, "Columns").Select(static row => row.QuerySelector("th")!.TextContent));
        Assert.Equal("/shop/views/last_line?feature=last_price", RowsIn(page, "Columns")[3].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("join key", RowsIn(page, "Columns")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("null", RowsIn(page, "First rows")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("2100-01-01 00:00:00", RowsIn(page, "First rows")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("/api/v1/training-sets/advice/frame", page.QuerySelector("#make-0")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("--overwrite", page.QuerySelector("#make-0")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("50.0 %", RowsIn(page, "Views read")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["/api/v1/training-sets/advice/download?format=csv", "/api/v1/training-sets/advice/download?format=arrow", "/api/v1/training-sets/advice/download?format=parquet"],
            page.QuerySelectorAll("a[download]").Select(static link => link.GetAttribute("href")));
        Assert.NotNull(page.QuerySelector("main a[href^='/runs/']"));
        Assert.NotNull(page.QuerySelector("main a[href='/lineage/dataset:catalog:training-set/advice']"));
    }

    [Fact]
    public async Task Page_CompleteSet_TellsWhatItWasMadeOfAndWhatItsValuesAreLike()
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets/divided");
        var manifest = await (await shop.Catalogue.GetAsync<TrainingSetManifests>()).GetAsync("divided", TestContext.Current.CancellationToken);

        Assert.Contains("last_line v1", RowsIn(page, "What it was made of")[0].TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"main code[title='SHA-256 of the result: {manifest.Result.Sha256}']"));
        Assert.NotNull(page.QuerySelector($"main [data-copy='{manifest.Frame.Sha256}']"));
        Assert.NotNull(page.QuerySelector("main a[href='/api/v1/training-sets/divided/manifest']"));
        var cost = Assert.IsType<ManifestCost>(manifest.Views[0].Cost);
        Assert.Equal(["last_line v1", "1", "0", cost.RowsRead.ToString(System.Globalization.CultureInfo.InvariantCulture)], CellsOf(RowsIn(page, "What the join took")[0]).Take(4));
        Assert.Equal(["customerjoin key", "2", "0", "2", "–", "–", "–"], CellsOf(RowsIn(page, "Values")[0]));
        Assert.Equal(["train", "test"], RowsIn(page, "Splits").Select(static row => row.QuerySelector("th")!.TextContent.Trim()));
        Assert.NotNull(page.QuerySelector("main a[href='/api/v1/training-sets/divided/download?format=csv&split=test']"));
        Assert.Contains("--split train=0.5,test=0.5", page.QuerySelector("#make-0")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("[data-open='rebuild-set']"));
        Assert.Contains("The bytes will be the same", page.QuerySelector("#rebuild-set")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_RebuiltSet_SaysThatTheBytesAreTheSame()
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets/divided-rebuilt");

        Assert.Contains("the bytes are the same", page.QuerySelector("main .note")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("main .note a[href='/training-sets/divided']"));
        Assert.DoesNotContain("can differ", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("main .facts > div"), static fact => fact.TextContent.Contains("Byada", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_FailedSet_SaysWhyAndOffersNoDownload()
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets/broken");

        Assert.Contains("invalid-entity-frame", page.QuerySelector("main .note.failed")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("a[download]"));
    }

    [Fact]
    public async Task Page_NoSuchSet_IsNotFound()
        => Assert.Equal(HttpStatusCode.NotFound, (await shop.Catalogue.TryOpenAsync("/training-sets/none")).Status);

    [Theory]
    [InlineData("?service=advice_v1", "service:advice_v1", "--service advice_v1")]
    [InlineData("?view=last_line", "view:last_line", "--features last_line:last_price,last_line:last_product")]
    [InlineData("", "service:advice_v1", "--service advice_v1")]
    public async Task New_Subject_IsChosenAndInTheSnippets(string query, string chosen, string words)
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets/new" + query);

        Assert.Equal(chosen, page.QuerySelector("#set-features option[selected]")?.GetAttribute("value") ?? page.QuerySelector("#set-features")!.GetAttribute("value"));
        Assert.Contains(words, page.QuerySelector("#make-0")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("cat > entities.csv <<'END'\ncustomer,event_timestamp\n", page.QuerySelector("#make-0")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Before it can be built it needs a file with the entity rows.", page.QuerySelector("#set-todo")!.TextContent.Trim());
        Assert.Equal("set-todo", page.QuerySelector("#set-build")!.GetAttribute("aria-describedby"));
    }

    [Theory]
    [InlineData("/shop/services/advice_v1", "/training-sets/new?service=advice_v1")]
    [InlineData("/shop/views/last_line/training-data", "/training-sets/new?view=last_line")]
    [InlineData("/shop/products/receipts", "/training-sets/advice")]
    [InlineData("/", "/training-sets")]
    public async Task OtherPages_LeadToTrainingSets(string address, string href)
        => Assert.NotNull((await shop.Catalogue.OpenAsync(address)).QuerySelector($"a[href='{href}']"));

    private static IEnumerable<string> NamesIn(IElement page) => page.QuerySelectorAll("main tbody th").Select(static name => name.TextContent);

    private static IReadOnlyList<IElement> RowsIn(IElement page, string table) => [.. page.QuerySelectorAll($"[aria-label='{table}'] tbody tr")];

    private static IEnumerable<string> CellsOf(IElement row) => row.Children.Select(static cell => cell.TextContent.Trim());

    /// <summary>A shop of its own, with five training sets.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        public ShopCatalogue Catalogue { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await MakeDividedAsync();
            await MakeAsync("advice", "service:advice_v1", "customer,event_timestamp,label\n1,2100-01-01T00:00:00Z,yes\n99,2100-01-01T00:00:00Z,no\n");
            await MakeAsync("by-view", "view:last_line", "customer,event_timestamp\n1,2100-01-01T00:00:00Z\n");
            await MakeAsync("broken", "service:advice_v1", "customer,event_timestamp\nx,2100-01-01T00:00:00Z\n");
        }

        public ValueTask DisposeAsync() => Catalogue.DisposeAsync();

        private async Task MakeDividedAsync()
        {
            var sets = await Catalogue.GetAsync<TrainingSetService>();
            using var content = new MemoryStream("customer,event_timestamp\n1,2100-01-01T00:00:00Z\n99,2100-01-01T00:00:00Z\n"u8.ToArray());
            using var frame = await sets.ReceiveFrameAsync("labels.csv", content, CancellationToken.None);
            var splits = new TrainingSetSplits { Kind = SplitKind.Ratio, Parts = [new("train") { Ratio = 0.5 }, new("test") { Ratio = 0.5 }] };
            var definition = new TrainingSetDefinition { Features = ["last_line:last_price"], Splits = splits };
            await EndAsync(sets, await sets.CreateAsync(new TrainingSetRequest { Name = "divided", Definition = definition }, frame, CancellationToken.None));
            await EndAsync(sets, await (await Catalogue.GetAsync<TrainingSetManifests>()).RebuildAsync("divided", null, overwrite: false, "ada", CancellationToken.None));
        }

        private static async Task EndAsync(TrainingSetService sets, TrainingSet made)
        {
            while (await sets.FindAsync(made.Id, CancellationToken.None) is { HasEnded: false })
            {
                await Task.Yield();
            }
        }

        private async Task MakeAsync(string name, string subject, string rows)
        {
            var sets = await Catalogue.GetAsync<TrainingSetService>();
            using var draft = new TrainingSetDraft(sets);
            draft.Choose(TrainingSetSubject.Find((await Catalogue.GetAsync<DefinitionRegistry>()).Current, subject));
            draft.Rename(name);
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(rows));
            await draft.ReceiveAsync("labels.csv", content, CancellationToken.None);
            await EndAsync(sets, (await draft.CreateAsync(CancellationToken.None))!); // The draft is right.
        }
    }
}
