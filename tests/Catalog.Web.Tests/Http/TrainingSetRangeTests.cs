using System.Net;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

/// <summary>Training sets without an entity frame, by HTTP, over the real engine.</summary>
public sealed class TrainingSetRangeTests : IAsyncLifetime
{
    private TrainingSetServer? _server;

    private TrainingSetServer Server => _server!; // Set before every test.

    private HttpClient Http => Server.Http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TrainingSetServer.StartAsync();
        await Server.WriteAsync((2, 9, "", null), (1, 5, "France", 10), (1, 11, "Spain", 30), (1, 10, "Belgium", 20.5), (1, 10, "Malta", 21));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task Post_AllKeysAtATime_HasARowForEachKeyThatHadARow()
    {
        var set = await Server.EndAsync(await PostAsync("""{"asOf": "2026-11-09T12:00:00Z"}"""));

        Assert.Equal(("completed", "all keys at 2026-11-09T12:00:00Z", "2026-11-09T12:00:00Z"), ((string?)set["state"], (string?)set["frameName"], (string?)set["range"]!["asOf"]));
        Assert.Equal("customer_id,event_timestamp,spend\r\n1,2026-11-09T12:00:00Z,10\r\n2,2026-11-09T12:00:00Z,\r\n", await CsvAsync("ranged"));
    }

    [Fact]
    public async Task Post_AllRowsOfAView_HasEachRowOfTheRangeAndIsRebuiltTheSame()
    {
        await Server.EndAsync(await PostAsync("""{"view": "profile", "start": "2026-11-09T00:00:00Z", "end": "2026-11-11T00:00:00Z"}"""));
        var expected = "customer_id,event_timestamp,spend\r\n1,2026-11-10T00:00:00Z,21\r\n1,2026-11-10T00:00:00Z,21\r\n2,2026-11-09T00:00:00Z,\r\n";
        Assert.Equal(expected, await CsvAsync("ranged"));

        await Server.WriteAsync((1, 10, "Crete", 22), (3, 10, "Malta", 5));
        var rebuilt = await Server.EndAsync(await TrainingSetServer.ReadAsync(await Http.PostAsync("training-sets/ranged/rebuild", null, Token), HttpStatusCode.Accepted));
        var manifest = await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/ranged-rebuilt/manifest", Token), HttpStatusCode.OK);

        Assert.Equal(expected, await CsvAsync("ranged-rebuilt"));
        Assert.True((bool)rebuilt["rebuild"]!["identical"]!);
        Assert.Equal(("profile", "2026-11-09T00:00:00Z"), ((string?)manifest["range"]!["views"]![0]!["view"], (string?)manifest["range"]!["asked"]!["start"]));
        Assert.DoesNotContain("file", manifest["inputs"]!.AsArray().Select(static input => (string?)input!["namespace"]));
    }

    [Fact]
    public async Task Post_RangeWithoutRows_FailsTheRunAndSaysWhereTheRowsAre()
    {
        var set = await Server.EndAsync(await PostAsync("""{"start": "2027-01-01", "end": "2028-01-01"}"""));

        Assert.Equal(("failed", "invalid-entity-frame"), ((string?)set["state"], (string?)set["error"]!["code"]));
        Assert.Contains("the rows of 'profile' are from 2026-11-05T00:00:00Z to 2026-11-11T00:00:00Z", (string?)set["error"]!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invalid-request", "must be before the end", """{"start": "2026-11-02", "end": "2026-11-02"}""")]
    [InlineData("invalid-request", "'range.asOf' is 'noon'; it must be a time", """{"asOf": "noon"}""")]
    [InlineData("invalid-request", "has 'asOf' beside", """{"asOf": "2026-11-02", "view": "profile"}""")]
    [InlineData("invalid-request", "The range is empty", "{}")]
    [InlineData("invalid-request", "has no 'start'", """{"view": "profile", "end": "2026-11-02"}""")]
    [InlineData("feature-view-not-found", "Did you mean 'profile'?", """{"view": "profiles", "start": "2026-11-01", "end": "2026-11-02"}""")]
    [InlineData("invalid-request", "There are no entity rows", "null")]
    public async Task Post_WrongRange_SaysWhatIsWrong(string code, string message, string range)
    {
        var problem = await TrainingSetServer.ReadAsync(
            await Server.PostJsonAsync($$"""{"features": ["profile:spend"], "range": {{range}}}"""), code == "feature-view-not-found" ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest);

        Assert.Equal(code, (string?)problem["code"]);
        Assert.Contains(message, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_FrameAndRange_IsRefused()
    {
        const string spec = """{"features": ["profile:spend"], "range": {"asOf": "2026-11-09"}}""";
        using var form = new MultipartFormDataContent { { new StringContent(spec), "spec" }, { new StringContent("customer_id,event_timestamp\n1,2026-11-09\n"), "frame", "frame.csv" } };
        using var alone = new MultipartFormDataContent { { new StringContent(spec), "spec" } };

        var both = await TrainingSetServer.ReadAsync(await Http.PostAsync("training-sets", form, Token), HttpStatusCode.BadRequest);
        var rows = await TrainingSetServer.ReadAsync(await Server.PostJsonAsync(spec[..^1] + ""","rows": [{"customer_id": 1}]}"""), HttpStatusCode.BadRequest);

        Assert.Equal("Both the entity frame 'frame.csv' and a range are given; give one of them.", (string?)both["detail"]);
        Assert.Equal("Both the entity frame 'rows.json' and a range are given; give one of them.", (string?)rows["detail"]);
        await TrainingSetServer.ReadAsync(await Http.PostAsync("training-sets", alone, Token), HttpStatusCode.Accepted);
    }

    private async Task<JsonNode> PostAsync(string range)
        => await TrainingSetServer.ReadAsync(await Server.PostJsonAsync($$"""{"name": "ranged", "features": ["profile:spend"], "range": {{range}}}"""), HttpStatusCode.Accepted);

    private Task<string> CsvAsync(string name) => Http.GetStringAsync($"training-sets/{name}/download?format=csv", Token);
}
