using System.Text;
using AngleSharp.Dom;
using Catalog.Core.Values;
using Catalog.Web.Tests.Portal;
using FeatureStore.Erasures;
using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Tests.TrainingSets;

/// <summary>Pages of training sets that are not whole any more, or not kept.</summary>
public sealed class TrainingSetRemainsTests(TrainingSetRemainsTests.Shop shop) : IClassFixture<TrainingSetRemainsTests.Shop>
{
    [Fact]
    public async Task Page_FilesMissing_SaysSoAndOffersNothingThatNeedsThem()
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets/lost");

        Assert.Contains("The files of the training set lost are not here", page.QuerySelector("main .note.failed")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Complete", page.QuerySelector("main .light")!.TextContent.Trim());
        Assert.Empty(page.QuerySelectorAll("a[download]"));
        Assert.Null(page.QuerySelector("[data-open='rebuild-set']"));
        Assert.Null(page.QuerySelector("[aria-label='First rows']"));
        Assert.Null(page.QuerySelector("#read-0"));
        Assert.Null(page.QuerySelector("#make-0"));
        Assert.NotEmpty(page.QuerySelectorAll("[aria-label='Columns'] tbody tr"));
        Assert.NotNull(page.QuerySelector("[data-open='delete-set']"));
    }

    [Theory]
    [InlineData("torn", "result.parquet")]
    [InlineData("unreadable", "manifest.json")]
    public async Task Page_FilesDamaged_SaysSoAndCanBeDeleted(string name, string file)
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets/" + name);

        Assert.Contains(file, page.QuerySelector("main .note.failed")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("[aria-label='Columns'] tbody tr"));
        Assert.NotNull(page.QuerySelector("[data-open='delete-set']"));
    }

    [Fact]
    public async Task Page_AfterAnErasure_TellsWhenRowsFoundWereCounted()
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets/thinned");

        var row = Assert.Single(page.QuerySelectorAll("[aria-label='Views read'] tbody tr"));
        Assert.EndsWith("2 66.7 %", row.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains("Counted when it was built, before erasures took 2 rows out.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("main .kv a[href^='/erasures/']"));
    }

    [Fact]
    public async Task Page_KeptForAWhile_TellsUntilWhenAndHasNoLineage()
    {
        var page = await shop.Catalogue.OpenAsync("/training-sets/temporary-one");

        Assert.Contains("Kept until", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main a[href^='/lineage/']"));
    }

    /// <summary>A shop of its own, with training sets.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        public ShopCatalogue Catalogue { get; } = new();

        private static CancellationToken Token => TestContext.Current.CancellationToken;

        public async ValueTask InitializeAsync()
        {
            var lost = await MakeAsync("lost", keptFor: null);
            await MakeAsync("thinned", keptFor: null);
            await MakeAsync("temporary-one", TimeSpan.FromDays(1));
            await using (var parquet = await (await Catalogue.GetAsync<TrainingSetReader>()).OpenParquetAsync(lost.Name, split: null, Token))
            {
                Directory.Delete(Path.GetDirectoryName(((FileStream)parquet).Name)!, recursive: true); // A file in a folder of its own.
            }

            await EraseAsync();
            await DamageAsync(await MakeAsync("torn", keptFor: null), "result.parquet");
            await DamageAsync(await MakeAsync("unreadable", keptFor: null), "manifest.json");
        }

        public ValueTask DisposeAsync() => Catalogue.DisposeAsync();

        /// <summary>Asks for a customer twice, and for one that has nothing.</summary>
        private async Task<TrainingSet> MakeAsync(string name, TimeSpan? keptFor)
        {
            var sets = await Catalogue.GetAsync<TrainingSetService>();
            using var content = new MemoryStream(Encoding.UTF8.GetBytes("customer,event_timestamp\n1,2100-01-01T00:00:00Z\n1,2100-01-02T00:00:00Z\n99,2100-01-01T00:00:00Z\n"));
            using var frame = await sets.ReceiveFrameAsync("labels.csv", content, Token);
            var request = new TrainingSetRequest { Name = name, Definition = new TrainingSetDefinition { Features = ["last_line:last_price"] }, KeptFor = keptFor };
            return await sets.WaitAsync(await sets.CreateAsync(request, frame, Token), Token);
        }

        private async Task DamageAsync(TrainingSet set, string file)
        {
            string folder;
            await using (var parquet = await (await Catalogue.GetAsync<TrainingSetReader>()).OpenParquetAsync(set.Name, split: null, Token))
            {
                folder = Path.GetDirectoryName(((FileStream)parquet).Name)!; // A file in a folder of its own.
            }

            await File.WriteAllTextAsync(Path.Combine(folder, file), "PAR1 {damaged} PAR1", Token);
        }

        private async Task EraseAsync()
        {
            var erasures = await Catalogue.GetAsync<ErasureService>();
            var asked = await erasures.RequestAsync(new ErasureRequest { Key = new Dictionary<string, Value> { ["customer"] = Value.Of(1L) } }, Token);
            while (await erasures.FindAsync(asked.Id, Token) is { HasEnded: false })
            {
                await Task.Yield();
            }
        }
    }
}
