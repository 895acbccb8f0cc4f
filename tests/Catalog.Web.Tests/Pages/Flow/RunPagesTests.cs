using System.Net;
using Catalog.Core.Values;
using Ingestion;
using Ingestion.Model;
using Ingestion.Ports;
using static Catalog.Web.Tests.Pages.Flow.LineagePageTests;

namespace Catalog.Web.Tests.Pages.Flow;

public sealed class RunPagesTests(FlowServer server) : IClassFixture<FlowServer>
{
    [Fact]
    public async Task Runs_AfterAFile_ShowItWithItsCounts()
    {
        var page = await server.OpenAsync("/runs?kind=ingestion");

        var row = page.QuerySelectorAll("tbody tr").First(row => row.QuerySelector($"a[href='/runs/{server.RunId}']") is not null);
        Assert.StartsWith("ingest salesshop, sales & <i>more.csv Succeeded 2 accepted, 2 quarantined 4 ", Words(row), StringComparison.Ordinal);
        Assert.Equal("All 1", Words(page.QuerySelector("nav[aria-label=State] [aria-current]")!));
        Assert.Empty(page.QuerySelectorAll("tbody i"));
    }

    [Fact]
    public async Task Runs_AfterAFile_ShowThatTheViewWasWritten()
    {
        var page = await server.OpenAsync("/runs?kind=materialization&state=completed");
        var row = page.QuerySelectorAll("tbody tr").Last();
        Assert.StartsWith("materialize profileshop, catching up with sales Succeeded 2 rows 2 ", Words(row), StringComparison.Ordinal);

        var run = await server.OpenAsync(row.QuerySelector("a")!.GetAttribute("href")!);
        Assert.StartsWith("Events2Rows2Skipped0Files1Bytes", Words(run.QuerySelector(".run-figures")!), StringComparison.Ordinal);
        Assert.Equal(["sales", "profile"], run.QuerySelectorAll("tbody th").Select(name => Words(name)));
    }

    [Fact]
    public async Task Runs_Filters_AreLinksWithCounts()
    {
        var page = await server.OpenAsync("/runs?state=completed&kind=ingestion&domain=shop");

        Assert.Equal(["/runs?state=completed&domain=shop", "/runs?state=completed&kind=ingestion&domain=shop", "/runs?state=completed&kind=materialization&domain=shop"], page.QuerySelectorAll("nav[aria-label=Kind] a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Succeeded 1", Words(page.QuerySelector("nav[aria-label=State] [aria-current]")!));
        Assert.Equal("ingestions 1", Words(page.QuerySelector("nav[aria-label=Kind] [aria-current]")!));
    }

    [Fact]
    public async Task Runs_FileThatWaits_StandsInFront()
    {
        var job = new IngestionJob
        {
            RunId = Guid.CreateVersion7(), Kind = IngestionJobKind.File, Subject = "quiet", Title = "next.ndjson", CreatedAt = Instant.Now(TimeProvider.System),
        };
        await server.Get<IIngestionJobStore>().SaveAsync(job, TestContext.Current.CancellationToken);

        Assert.StartsWith("ingest quietshop, next.ndjson Queued asked for", Words((await server.OpenAsync("/runs?domain=shop")).QuerySelectorAll("tbody tr")[0]), StringComparison.Ordinal);
        Assert.Null((await server.OpenAsync("/runs?state=completed")).QuerySelectorAll("tbody tr").FirstOrDefault(row => row.TextContent.Contains("Queued", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Runs_OfADomainThatIsNone_SayWhatTheyAreNarrowedTo()
        => Assert.Equal("nowhere 0", Words((await server.OpenAsync("/runs?domain=nowhere")).QuerySelector("[aria-label=Domain] [aria-current]")!));

    [Theory]
    [InlineData("/runs?state=failed&kind=replay")]
    [InlineData("/runs?kind=replay")]
    [InlineData("/runs?domain=nowhere")]
    [InlineData("/runs?dataset=dataset:catalog:source/quiet")]
    public async Task Runs_NarrowedToNothing_OfferTheWayBack(string address)
    {
        var page = await server.OpenAsync(address);

        Assert.Equal("/runs", page.QuerySelector(".blank a")!.GetAttribute("href"));
        Assert.Contains("No run is kept with ", page.QuerySelector(".blank")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main .panel footer"));
    }

    [Theory]
    [InlineData("/runs?cursor=nonsense")]
    [InlineData("/runs?state=7&kind=what&dataset=dataset:")]
    public async Task Runs_PartsOfTheAddressThatMakeNoSense_NarrowNothing(string address)
        => Assert.NotNull((await server.OpenAsync(address)).QuerySelector($"a[href='/runs/{server.RunId}']"));

    [Fact]
    public async Task Runs_OfADataset_AreThoseThatTouchedIt()
        => Assert.NotNull((await server.OpenAsync("/runs?dataset=dataset:catalog:source/sales")).QuerySelector($"a[href='/runs/{server.RunId}']"));

    [Fact]
    public async Task Run_ThatHasEnded_ShowsFiguresDatasetsAndEvents()
    {
        var page = await server.OpenAsync($"/runs/{server.RunId}");

        Assert.Equal("ingest sales", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Read4Accepted2Quarantined2", Words(page.QuerySelector(".run-figures")!));
        Assert.Equal("/quarantine/sales", page.QuerySelector(".run-figures a")!.GetAttribute("href"));
        Assert.Equal(["sales & <i>more.csv", "sales"], page.QuerySelectorAll("tbody th").Select(row => Words(row)));
        Assert.Contains("\"eventType\": \"COMPLETE\"", page.QuerySelector(".yaml")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("COMPLETE", Words(page.QuerySelector(".run-events [aria-current]")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OtherEventChosen_IsShown()
    {
        var page = await server.OpenAsync($"/runs/{server.RunId}");
        var first = page.QuerySelectorAll(".run-events a").Last(link => link.TextContent == "START").GetAttribute("href")!;

        Assert.Contains("\"eventType\": \"START\"", (await server.OpenAsync(first)).QuerySelector(".yaml")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThatFailed_SaysWhy()
    {
        const string id = "01938c9c-0000-7000-8000-0000000000f1";
        await server.TakeEventAsync("""
            {"eventType": "FAIL", "eventTime": "2026-11-20T10:00:00Z", "producer": "urn:test", "schemaURL": "urn:test#/$defs/RunEvent",
             "run": {"runId": "RUN", "facets": {"errorMessage": {"_producer": "urn:test", "_schemaURL": "urn:test", "message": "No <b>space</b> left", "programmingLanguage": "C"}}},
             "job": {"namespace": "airflow", "name": "broken"}, "inputs": [], "outputs": []}
            """.Replace("RUN", id, StringComparison.Ordinal));

        var page = await server.OpenAsync("/runs/" + id);

        Assert.Equal("No <b>space</b> left", Words(page.QuerySelector(".note.failed")!));
        Assert.Equal("Run of another system", Words(page.QuerySelector(".facts dd")!));
    }

    [Fact]
    public async Task Run_ThatIsUnknown_IsMissing() => await server.OpenAsync("/runs/01938c9c-0000-7000-8000-00000000ffff", HttpStatusCode.NotFound);

    [Fact]
    public async Task Run_OfNoId_IsMissing() => await server.OpenAsync("/runs/latest", HttpStatusCode.NotFound);

    [Fact]
    public async Task Run_WithUndeclaredFields_ShowsItsWarnings()
    {
        await using var other = new FlowServer();
        await other.InitializeAsync();
        var upload = new FileUpload { Source = "quiet", Name = "quiet.ndjson", Content = new MemoryStream("""{"at":"2026-11-22T10:00:00Z","zzz":1}"""u8.ToArray()) };
        var job = await other.Get<IngestionService>().StartFileAsync(upload, TestContext.Current.CancellationToken);
        await other.Get<IngestionService>().WaitAsync("quiet", job.RunId, TestContext.Current.CancellationToken);

        var page = await other.OpenAsync($"/runs/{job.RunId}");

        var panel = page.QuerySelectorAll(".panel").Single(panel => panel.QuerySelector("h2") is { TextContent: "Warnings" });
        Assert.Equal("They have a field zzz, which is no column of the source; what it holds was not taken 1 100.0 %", Words(panel.QuerySelector("tbody tr")!));
        Assert.DoesNotContain("Warnings", Words(page.QuerySelector(".run-figures")!), StringComparison.Ordinal);
    }
}
