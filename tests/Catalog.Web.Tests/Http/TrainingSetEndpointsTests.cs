using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

public sealed class TrainingSetEndpointsTests : IAsyncLifetime
{
    private const string Spec = """{"name": "churn", "features": ["profile:spend", "profile:country"]}""";

    private const string Frame = "customer_id,event_timestamp,label\n1,2026-11-10T12:00:00Z,yes\n2,2026-11-10T12:00:00Z,no\n1,2026-11-01T00:00:00Z,yes\n1,2026-11-10T12:00:00Z,no\n";

    private TrainingSetServer? _server;

    private TrainingSetServer Server => _server!; // Set before every test.

    private HttpClient Http => Server.Http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TrainingSetServer.StartAsync();
        await Server.WriteAsync((1, 5, "France", 10), (1, 10, "Belgium, \"B\"", 20.5), (1, 11, "Spain", 30), (2, 9, "", null));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task Post_FormWithFile_BuildsIt()
    {
        var created = await TrainingSetServer.ReadAsync(await PostFormAsync(Spec, Frame), HttpStatusCode.Accepted);
        var set = await Server.EndAsync(created);

        Assert.Equal(("completed", 4, "frame.csv"), ((string?)set["state"], (int)set["rowCount"]!, (string?)set["frameName"]));
        Assert.Equal("profile", (string?)set["views"]![0]!["view"]);
        Assert.Equal((1, 3), ((int)set["views"]![0]!["version"]!, (int)set["views"]![0]!["matched"]!));
        AssertJson(
            """
            [{"name": "customer_id", "type": "int64"}, {"name": "event_timestamp", "type": "timestamp"}, {"name": "label", "type": "string"},
             {"name": "spend", "type": "double"}, {"name": "country", "type": "string"}]
            """,
            set["columns"]);
        Assert.Equal(
            "customer_id,event_timestamp,label,spend,country\r\n"
            + "1,2026-11-10T12:00:00Z,yes,20.5,\"Belgium, \"\"B\"\"\"\r\n"
            + "2,2026-11-10T12:00:00Z,no,,\"\"\r\n"
            + "1,2026-11-01T00:00:00Z,yes,,\r\n"
            + "1,2026-11-10T12:00:00Z,no,20.5,\"Belgium, \"\"B\"\"\"\r\n",
            await Http.GetStringAsync("training-sets/churn/download?format=csv", Token));
    }

    [Fact]
    public async Task Get_PreviewAndDownload_ReadTheSameRows()
    {
        await Server.EndAsync(await TrainingSetServer.ReadAsync(await PostFormAsync(Spec, Frame), HttpStatusCode.Accepted));

        var preview = await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/churn/preview?rows=2", Token), HttpStatusCode.OK);
        var parquet = await Http.GetAsync("training-sets/churn/download", Token);
        var bytes = await parquet.Content.ReadAsByteArrayAsync(Token);

        AssertJson("""[[1, "2026-11-10T12:00:00Z", "yes", 20.5, "Belgium, \"B\""], [2, "2026-11-10T12:00:00Z", "no", null, ""]]""", preview["rows"]);
        Assert.Equal(4, (int)preview["totalRows"]!);
        Assert.Equal(("application/vnd.apache.parquet", "churn.parquet"), (parquet.Content.Headers.ContentType?.MediaType, parquet.Content.Headers.ContentDisposition?.FileName));
        Assert.Equal("PAR1"u8, bytes.AsSpan(0, 4));
        Assert.Equal("PAR1"u8, bytes.AsSpan(bytes.Length - 4));

        using var frame = await Http.GetAsync("training-sets/churn/frame", Token);
        Assert.Equal(("churn-entities.csv", Frame), (frame.Content.Headers.ContentDisposition?.FileName, await frame.Content.ReadAsStringAsync(Token)));
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync("training-sets/none/frame", Token)).StatusCode);
    }

    [Theory]
    [InlineData("?format=arrow", null, "arrows")]
    [InlineData("?format=ARROW", "text/csv", "arrows")]
    [InlineData("?format=parquet", "application/vnd.apache.arrow.stream", "parquet")]
    [InlineData("", "application/vnd.apache.arrow.stream", "arrows")]
    [InlineData("", "application/json, application/vnd.apache.arrow.stream", "arrows")]
    [InlineData("", "text/csv;q=0.5, Application/Vnd.Apache.Arrow.Stream;q=0.9, application/vnd.apache.parquet;q=0.8", "arrows")]
    [InlineData("", "text/csv, application/vnd.apache.arrow.stream", "csv")]
    [InlineData("", "application/vnd.apache.arrow.stream;q=0", "parquet")]
    [InlineData("", "application/json", "parquet")]
    [InlineData("", "*/*", "parquet")]
    [InlineData("", null, "parquet")]
    public async Task Get_Download_AnswersTheFormatThatIsAskedFor(string query, string? accept, string extension)
    {
        await Server.EndAsync(await TrainingSetServer.ReadAsync(await PostFormAsync(Spec, Frame), HttpStatusCode.Accepted));
        using var request = new HttpRequestMessage(HttpMethod.Get, "training-sets/churn/download" + query);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        var response = await Http.SendAsync(request, Token);
        var bytes = await response.Content.ReadAsByteArrayAsync(Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("churn." + extension, response.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(["Accept"], response.Headers.Vary);
        var (type, start) = extension switch
        {
            "arrows" => ("application/vnd.apache.arrow.stream", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }),
            "csv" => ("text/csv", "customer_id,"u8.ToArray()),
            _ => ("application/vnd.apache.parquet", "PAR1"u8.ToArray()),
        };
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(start, bytes[..start.Length]);
    }

    [Fact]
    public async Task Get_DownloadInAnUnknownFormat_NamesTheLegalOnes()
    {
        var problem = await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/churn/download?format=feather", Token), HttpStatusCode.BadRequest);

        Assert.Equal("'format' is 'feather'; it must be 'parquet', 'csv' or 'arrow'.", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Get_ArrowOfSetThatIsNotThere_IsNotFound()
        => Assert.Equal("training-set-not-found", (string?)(await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/none/download?format=arrow", Token), HttpStatusCode.NotFound))["code"]);

    [Fact]
    public async Task Get_ArrowByReaderWhoStopsInTheMiddle_LetsGoOfTheFile()
    {
        var file = await BuildLargeAsync();
        Assert.DoesNotContain(file, OpenFiles());
        using (var response = await Http.GetAsync("training-sets/large/download?format=arrow", HttpCompletionOption.ResponseHeadersRead, Token))
        {
            var body = await response.Content.ReadAsStreamAsync(Token);
            await body.ReadExactlyAsync(new byte[1_000_000], Token);
            Assert.Contains(file, OpenFiles());
        }

        while (OpenFiles().Contains(file))
        {
            await Task.Delay(10, Token);
        }
    }

    [Fact]
    public async Task Get_ArrowOfFileThatBreaksOnTheWay_IsCutRatherThanShort()
    {
        await using (var file = new FileStream(await BuildLargeAsync(), FileMode.Open))
        {
            file.Position = file.Length / 2;
            await file.WriteAsync(new byte[200_000], Token);
        }

        using var response = await Http.GetAsync("training-sets/large/download?format=arrow", HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Post_JsonWithRows_BuildsIt()
    {
        var created = await TrainingSetServer.ReadAsync(
            await Server.PostJsonAsync(
                """
                {"name": "inline", "features": ["profile:spend"], "timestampColumn": "t", "fullFeatureNames": true, "format": "csv",
                 "rows": [{"customer_id": 1, "t": "2026-11-10"}, {"customer_id": 3, "t": "2026-11-10"}]}
                """),
            HttpStatusCode.Accepted);
        await Server.EndAsync(created);

        Assert.Equal(
            "customer_id,t,profile__spend\r\n1,2026-11-10T00:00:00Z,20.5\r\n3,2026-11-10T00:00:00Z,\r\n",
            await Http.GetStringAsync("training-sets/inline/download", Token));
    }

    [Fact] // PIT-10
    public async Task Post_AsKnownBeforeAnythingArrived_FindsNothing()
    {
        var created = await TrainingSetServer.ReadAsync(
            await PostFormAsync("""{"name": "past", "features": ["profile:spend"], "asKnownAt": "1969-12-31T23:59:59Z"}""", Frame), HttpStatusCode.Accepted);

        Assert.Equal(0, (int)(await Server.EndAsync(created))["views"]![0]!["matched"]!);
    }

    [Fact]
    public async Task Post_SpecAfterTheFrame_IsReadAllTheSame()
    {
        using var form = new MultipartFormDataContent { { new StringContent(Frame), "frame", "frame.csv" }, { new StringContent(Spec), "spec" } };

        await TrainingSetServer.ReadAsync(await Http.PostAsync("training-sets", form, Token), HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Post_EverythingWrong_AnswersEachError()
    {
        var problem = await TrainingSetServer.ReadAsync(
            await PostFormAsync("""{"name": "Churn", "features": ["profile:spent", "nope:x"], "timestampColumn": "t"}""", "customer,time\n1,2\n"), HttpStatusCode.BadRequest);

        Assert.Equal("urn:catalog:error:invalid-request", (string?)problem["type"]);
        Assert.Equal(
            ["invalid-request", "feature-not-found", "feature-view-not-found", "invalid-entity-frame", "invalid-entity-frame"],
            problem["errors"]!.AsArray().Select(static error => (string?)error!["code"]));
    }

    [Fact]
    public async Task Post_KeyThatIsNoNumber_FailsTheRunAndNamesTheRow()
    {
        var created = await TrainingSetServer.ReadAsync(await PostFormAsync(Spec, "customer_id,event_timestamp\n1,2026-11-10\nabc,2026-11-10\n"), HttpStatusCode.Accepted);
        var set = await Server.EndAsync(created);

        Assert.Equal(("failed", "invalid-entity-frame"), ((string?)set["state"], (string?)set["error"]!["code"]));
        Assert.Contains("abc", (string?)set["error"]!["message"], StringComparison.Ordinal);
        var problem = await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/churn/download", Token), HttpStatusCode.Conflict);
        Assert.Equal("training-set-not-complete", (string?)problem["code"]);
    }

    [Theory]
    [InlineData("""{"features": ["profile:spend"]}""", "There are no entity rows")]
    [InlineData("""{"features": ["profile:spend"], "rows": []}""", "There are no entity rows")]
    [InlineData("""{"features": ["profile:spend"], "rows": [1]}""", "it has no objects with members")]
    [InlineData("""{"features": ["profile:spend"], "rows": [{"a": 1}], "asKnownAt": "soon"}""", "'soon'")]
    [InlineData("""{"features": ["profile:spend"], "rows": [{"a": 1}], "format": "xlsx"}""", "'xlsx'")]
    [InlineData("""{"feature": ["profile:spend"], "rows": [{"a": 1}]}""", "'feature'")]
    [InlineData("""{"features": "profile:spend"}""", "features")]
    [InlineData("null", "null")]
    [InlineData("{", "")]
    public async Task Post_WrongJson_Answers400(string body, string text)
    {
        var problem = await TrainingSetServer.ReadAsync(await Server.PostJsonAsync(body), HttpStatusCode.BadRequest);

        Assert.Contains(text, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_FormThatLacksParts_Answers400()
    {
        using var noFrame = new MultipartFormDataContent { { new StringContent(Spec), "spec" } };
        using var noSpec = new MultipartFormDataContent { { new StringContent(Frame), "frame", "frame.csv" } };
        using var twice = new MultipartFormDataContent { { new StringContent(Spec), "spec" }, { new StringContent(Spec), "spec" } };
        using var cut = new StringContent("--x\r\nContent-Disposition: form-data; name=\"spec\"\r\n\r\n{");
        cut.Headers.Remove("Content-Type");
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");

        using var rows = new MultipartFormDataContent { { new StringContent("""{"features": ["profile:spend"], "rows": [{"customer_id": 1}]}"""), "spec" }, { new StringContent(Frame), "frame", "frame.csv" } };

        foreach (var (form, words) in new (HttpContent, string)[]
            { (noFrame, "no part 'frame'"), (noSpec, "no part 'spec'"), (twice, "a part 'spec' too many"), (cut, "The form is cut off"), (rows, "leave 'rows' out") })
        {
            var problem = await TrainingSetServer.ReadAsync(await Http.PostAsync("training-sets", form, Token), HttpStatusCode.BadRequest);
            Assert.Equal("invalid-request", (string?)problem["code"]);
            Assert.Contains(words, (string?)problem["detail"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Post_LargeFrame_IsTakenUpToTheConfiguredLimit()
    {
        var rows = new StringBuilder("customer_id,event_timestamp,padding\n");
        while (rows.Length < 40_000_000)
        {
            rows.Append("1,2026-11-10,").Append('x', 1_000_000).Append('\n');
        }

        var set = await Server.EndAsync(await TrainingSetServer.ReadAsync(await PostFormAsync(Spec, rows.ToString()), HttpStatusCode.Accepted));
        Assert.Equal(("completed", 40), ((string?)set["state"], (int)set["rowCount"]!));

        rows.Append('x', 10_000_000);
        Assert.Equal("too-large", (string?)(await TrainingSetServer.ReadAsync(await PostFormAsync(Spec, rows.ToString()), HttpStatusCode.BadRequest))["code"]);
    }

    [Fact] // PIT-6
    public async Task Post_SameNameAgain_IsAConflictUnlessOverwriting()
    {
        await Server.EndAsync(await TrainingSetServer.ReadAsync(await PostFormAsync(Spec, Frame), HttpStatusCode.Accepted));

        var problem = await TrainingSetServer.ReadAsync(await PostFormAsync(Spec, Frame), HttpStatusCode.Conflict);
        Assert.Equal("training-set-exists", (string?)problem["code"]);

        var created = await TrainingSetServer.ReadAsync(
            await PostFormAsync("""{"name": "churn", "features": ["profile:spend"], "overwrite": true}""", Frame), HttpStatusCode.Accepted);
        Assert.Equal("completed", (string?)(await Server.EndAsync(created))["state"]);
        Assert.Equal((string?)created["id"], (string?)(await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/churn", Token), HttpStatusCode.OK))["id"]);
    }

    [Fact]
    public async Task ListAndDelete_SeveralSets_PageAndGo()
    {
        foreach (var name in new[] { "one", "two", "three" })
        {
            await Server.EndAsync(await TrainingSetServer.ReadAsync(await PostFormAsync($$"""{"name": "{{name}}", "features": ["profile:spend"]}""", Frame), HttpStatusCode.Accepted));
        }

        var first = await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets?limit=2", Token), HttpStatusCode.OK);
        var second = await TrainingSetServer.ReadAsync(await Http.GetAsync($"training-sets?limit=2&before={first["next"]}", Token), HttpStatusCode.OK);
        Assert.Equal(["three", "two", "one"], first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(static set => (string?)set!["name"]));
        Assert.Null(second["next"]);

        var id = (string?)(await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/two", Token), HttpStatusCode.OK))["id"];
        Assert.Equal(4, (await TrainingSetServer.ReadAsync(await Http.GetAsync($"training-sets/{id}/preview", Token), HttpStatusCode.OK))["rows"]!.AsArray().Count);
        Assert.Equal("two", (string?)(await TrainingSetServer.ReadAsync(await Http.GetAsync($"training-sets/{id}/manifest", Token), HttpStatusCode.OK))["name"]);
        Assert.Equal(await Http.GetStringAsync("training-sets/two/download?format=csv", Token), await Http.GetStringAsync($"training-sets/{id}/download?format=csv", Token));
        Assert.Equal(HttpStatusCode.NoContent, (await Http.DeleteAsync($"training-sets/{id}", Token)).StatusCode);
        await TrainingSetServer.ReadAsync(await Http.DeleteAsync("training-sets/two", Token), HttpStatusCode.NotFound);
        await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/two", Token), HttpStatusCode.NotFound);
        await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets?limit=0", Token), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Cancel_EndedOrUnknown_IsAConflictOrNotFound()
    {
        var created = await TrainingSetServer.ReadAsync(await PostFormAsync(Spec, Frame), HttpStatusCode.Accepted);
        await Server.EndAsync(created);

        var byName = await TrainingSetServer.ReadAsync(await Http.PostAsync("training-sets/churn/cancel", null, Token), HttpStatusCode.Conflict);
        var byId = await TrainingSetServer.ReadAsync(await Http.PostAsync($"training-sets/{created["id"]}/cancel", null, Token), HttpStatusCode.Conflict);
        Assert.Equal(("run-ended", "run-ended"), ((string?)byName["code"], (string?)byId["code"]));
        await TrainingSetServer.ReadAsync(await Http.PostAsync("training-sets/none/cancel", null, Token), HttpStatusCode.NotFound);
        Assert.Equal("completed", (string?)(await Server.EndAsync(created))["state"]);
    }

    [Fact]
    public async Task Post_Rebuild_AfterMoreEventsAndLargerFiles_GivesTheSameBytes()
    {
        await Server.EndAsync(await TrainingSetServer.ReadAsync(await PostFormAsync(
            """
            {"name": "churn", "features": ["profile:spend", "profile:country"],
             "splits": {"kind": "key", "keys": ["customer_id"], "seed": 5, "parts": [{"name": "train", "ratio": 0.5}, {"name": "test", "ratio": 0.5}]}}
            """,
            Frame), HttpStatusCode.Accepted));
        var manifest = await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/churn/manifest", Token), HttpStatusCode.OK);
        await Server.WriteAsync((1, 7, "Germany", 70), (2, 10, "Malta", 80));

        var created = await TrainingSetServer.ReadAsync(await Http.PostAsync("training-sets/churn/rebuild", content: null, Token), HttpStatusCode.Accepted);
        var rebuilt = await Server.EndAsync(created);

        Assert.Equal(("churn-rebuilt", "churn", "completed"), ((string?)rebuilt["name"], (string?)rebuilt["rebuildOf"], (string?)rebuilt["state"]));
        Assert.True((bool)rebuilt["rebuild"]!["identical"]!, rebuilt["rebuild"]!.ToJsonString());
        Assert.Equal((string?)manifest["result"]!["sha256"], (string?)rebuilt["rebuild"]!["sha256"]);
        Assert.Equal((string?)manifest["views"]![0]!["files"]![0]!["path"], (string?)rebuilt["rebuild"]!["missingFiles"]![0]!["path"]);
        Assert.Equal("replaced", (string?)rebuilt["rebuild"]!["missingFiles"]![0]!["reason"]);
        AssertJson("""[{"partition": 0, "firstSequence": 0, "endSequence": 4}]""", manifest["views"]![0]!["ranges"]);
        AssertJson("4", manifest["views"]![0]!["rowCount"]);
        AssertJson("""{"name": "spend", "type": "double", "count": 2, "nulls": 2, "distinct": 1, "min": 20.5, "max": 20.5, "mean": 20.5}""", manifest["columns"]![3]);
        Assert.Equal(await Http.GetByteArrayAsync("training-sets/churn/download", Token), await Http.GetByteArrayAsync("training-sets/churn-rebuilt/download", Token));
        Assert.NotEqual(
            await Http.GetStringAsync("training-sets/churn/download?format=csv", Token),
            await Http.GetStringAsync($"training-sets/{(await Server.EndAsync(await TrainingSetServer.ReadAsync(await PostFormAsync(Spec.Replace("churn", "now", StringComparison.Ordinal), Frame), HttpStatusCode.Accepted)))["name"]}/download?format=csv", Token));
    }

    [Fact]
    public async Task Get_DownloadOfASplit_GivesItsRowsInEachFormat()
    {
        await Server.EndAsync(await TrainingSetServer.ReadAsync(await PostFormAsync(
            """
            {"name": "churn", "features": ["profile:spend"],
             "splits": {"kind": "time", "parts": [{"name": "train", "before": "2026-11-05T00:00:00Z"}, {"name": "test"}]}}
            """,
            Frame), HttpStatusCode.Accepted));

        var response = await Http.GetAsync("training-sets/churn/download?format=csv&split=train", Token);
        var manifest = await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/churn/manifest", Token), HttpStatusCode.OK);
        var unknown = await TrainingSetServer.ReadAsync(await Http.GetAsync("training-sets/churn/download?split=none", Token), HttpStatusCode.BadRequest);

        Assert.Equal("customer_id,event_timestamp,label,spend\r\n1,2026-11-01T00:00:00Z,yes,\r\n", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("churn-train.csv", response.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal([("train", 1), ("test", 3)], manifest["splitResults"]!.AsArray().Select(static split => ((string)split!["name"]!, (int)split["rowCount"]!)));
        Assert.Equal("The training set 'churn' has no split 'none'; it has train, test.", (string?)unknown["detail"]);
    }

    [Theory]
    [InlineData("""{"kind": "day", "parts": []}""", "'splits.kind' is 'day'; it must be 'time', 'ratio' or 'key'.")]
    [InlineData("""{"kind": "time", "parts": [{"name": "train", "before": "noon"}, {"name": "test"}]}""", "'before' of the split 'train' is 'noon'; it must be a time such as 2026-11-20T12:00:00Z.")]
    [InlineData("""{"kind": "ratio", "parts": [{"name": "train", "ratio": 1}]}""", "The splits have 1 part; give 2 to 20.")]
    [InlineData("""{"kind": "ratio", "parts": [{"name": "train", "ratio": 0.5}, null]}""", "'splits.parts[1]' is null; give an object such as")]
    [InlineData("""{"kind": "ratio", "parts": [{"name": "train"}, {"name": "test", "ratio": 1}]}""", "The split 'train' has no ratio; give a number above 0 and below 1.")]
    public async Task Post_WrongSplits_SaysWhatIsWrong(string splits, string message)
    {
        var problem = await TrainingSetServer.ReadAsync(await PostFormAsync($$"""{"features": ["profile:spend"], "splits": {{splits}}}""", Frame), HttpStatusCode.BadRequest);

        Assert.Contains(message, problem.ToJsonString(System.Text.Json.JsonSerializerOptions.Default).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static List<string> OpenFiles()
        => [.. Directory.EnumerateFiles("/proc/self/fd").Select(static file => new FileInfo(file).LinkTarget).OfType<string>()];

    /// <summary>A training set that is larger than what sockets and buffers take, of several row groups; gives its file.</summary>
    private async Task<string> BuildLargeAsync()
    {
        var random = new Random(11);
        var rows = new StringBuilder("customer_id,event_timestamp,padding\n");
        for (var row = 0; row < 300_000; row++)
        {
            rows.Append("1,2026-11-10,");
            for (var i = 0; i < 5; i++)
            {
                rows.Append(random.NextInt64());
            }

            rows.Append('\n');
        }

        var set = await Server.EndAsync(await TrainingSetServer.ReadAsync(await PostFormAsync("""{"name": "large", "features": ["profile:spend"]}""", rows.ToString()), HttpStatusCode.Accepted));
        return Path.Combine(Server.DataDirectory, "training-sets", Guid.Parse((string)set["id"]!).ToString("N"), "result.parquet"); // Set before every test.
    }

    private static void AssertJson(string expected, JsonNode? actual)
        => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {JsonNode.Parse(expected)!.ToJsonString()}{Environment.NewLine}but was {actual?.ToJsonString()}");

    private async Task<HttpResponseMessage> PostFormAsync(string spec, string frame)
    {
        using var form = new MultipartFormDataContent { { new StringContent(spec), "spec" }, { new StringContent(frame), "frame", "frame.csv" } };
        return await Http.PostAsync("training-sets", form, Token);
    }
}
