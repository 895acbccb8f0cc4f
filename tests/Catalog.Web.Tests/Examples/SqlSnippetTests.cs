using Catalog.Web.Examples;
using Catalog.Web.Tests.Portal;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Web.Tests.Examples;

/// <summary>Runs the SQL that the portal offers, in the engine that it is written for.</summary>
public sealed class SqlSnippetTests(ShopCatalogue shop, ViewCatalogue views) : IClassFixture<ViewCatalogue>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sql-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sql_OfAView_GivesTheNewestRowOfEachKey()
    {
        var view = (await shop.GetAsync<IFeatureRegistry>()).FindView("last_line")!; // It stands in the documents.
        var snippet = OfflineSnippets.Sql(view, (await shop.GetAsync<OfflineFolder>()).Path);

        var (names, rows) = Run(snippet.Code);

        Assert.Equal(["customer", "last_price", "last_product", "__event_time"], names);
        Assert.Equal(7, rows);
    }

    [Theory]
    [InlineData("visiting", 2, "customer_id", "owned", "__event_time")]
    [InlineData("activity", 12, "customer_id", "price", "__event_time")]
    [InlineData("parcel", 1, "customer_id", "delivered", "delivered_at", "__event_time")]
    public async Task Sql_OfAViewWithWindows_GivesTheEventsThatTheyRunOver(string name, int events, params string[] columns)
    {
        var view = views.Services.GetRequiredService<IFeatureRegistry>().FindView(name)!; // It stands in the documents.
        await views.PostAsync($"/api/v1/views/{name}/flush", string.Empty);
        var snippet = OfflineSnippets.Sql(view, views.Services.GetRequiredService<OfflineFolder>().Path);

        var (names, rows) = Run(snippet.Code);

        Assert.Equal(columns, names);
        Assert.Equal(events, rows);
    }

    [Fact]
    public async Task Sql_OfEvents_ReadsWhatTheDoorGives()
    {
        using var events = await shop.AskAsync("/api/v1/sources/lines/events");
        var file = Path.Combine(_folder, "events.ndjson");
        await File.WriteAllBytesAsync(file, await events.Content.ReadAsByteArrayAsync(Token), Token);
        var example = await (await shop.GetAsync<ExampleService>()).EventOfAsync("http://localhost:8080", (await shop.GetAsync<Ingestion.Ports.ISourceRegistry>()).FindSource("lines")!, Token); // It stands in the documents.
        var snippet = EventSnippets.Read(example).Single(candidate => candidate.Label == "SQL");

        var sql = snippet.Code.Replace("'events.ndjson'", $"'{file}'", StringComparison.Ordinal);

        var (names, rows) = Run(sql);

        Assert.Equal(["customer", "written_at", "price", "product"], names);
        Assert.Equal(ShopCatalogue.Lines - ShopCatalogue.Refused, rows);
    }

    private (string[] Names, int Rows) Run(string sql)
    {
        using var database = DuckDbDatabase.Open(new DuckDbSettings(256 << 20, 1, Path.Combine(_folder, "spill")));
        using var connection = database.Connect();
        using var reader = connection.Query(sql, Token);
        var rows = 0;
        while (reader.ReadChunk(out var chunk))
        {
            rows += chunk.RowCount;
        }

        return ([.. reader.Names], rows);
    }
}
