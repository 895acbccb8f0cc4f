using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

public sealed class DefinitionsEndpointsTests : IAsyncLifetime
{
    private const string Team = "kind: Team\nname: shop\n";
    private const string Domain = "# first\nkind: Domain\nname: shop\nowner: shop\n";

    private DefinitionsServer? _server;

    private HttpClient Http => _server!.Http; // Set before every test.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await DefinitionsServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync(); // Set before every test.

    [Fact]
    public async Task Plan_NewFiles_ListsThemAndChangesNothing()
    {
        var plan = await SendAsync("plan", Body(Team, Domain), HttpStatusCode.OK);

        Assert.Equal(["Domain shop added", "Team shop added"], plan["changes"]!.AsArray().Select(static c => $"{c!["kind"]} {c["name"]} {c["change"]}"));
        Assert.Equal(0, (int)(await GetAsync(""))["total"]!);
    }

    [Fact]
    public async Task Apply_Twice_SecondTimeNothingChanges()
    {
        var first = await SendAsync("apply", Body(Team, Domain), HttpStatusCode.OK);
        var second = await SendAsync("apply", Body(Team, Domain), HttpStatusCode.OK);

        Assert.Equal((1, true), ((int)first["revision"]!, (bool)first["hasChanges"]!));
        Assert.Equal((1, false), ((int)second["revision"]!, (bool)second["hasChanges"]!));
        Assert.Equal(2, second["unchanged"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("apply")]
    public async Task Change_WithErrors_Answers422WithAllFindings(string door)
    {
        var problem = await SendAsync(door, Body("kind: Team\nnmae: x\n", "kind: Domain\nname: Shop\nowner: nobody\n"), HttpStatusCode.UnprocessableEntity);

        Assert.Equal("invalid-definitions", (string?)problem["code"]);
        Assert.Equal(
            ["0.yaml:1 missing-key", "0.yaml:2 unknown-key", "1.yaml:2 bad-name", "1.yaml:3 unknown-reference"],
            problem["findings"]!.AsArray().Select(static f => $"{f!["file"]}:{f["line"]} {f["rule"]}"));
    }

    [Fact]
    public async Task Apply_OtherRevisionExpected_Answers409()
    {
        await SendAsync("apply", Body(Team), HttpStatusCode.OK);
        var body = Body(Team, Domain);
        body["expectedRevision"] = 0;

        var problem = await SendAsync("apply", body, HttpStatusCode.Conflict);

        Assert.Equal("revision-conflict", (string?)problem["code"]);
    }

    [Fact]
    public async Task Apply_Form_TakesEachPartAsAFile()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Team), "file", "team.yaml" },
            { new StringContent(Domain), "file", "sub/domain.yaml" },
            { new StringContent("ana"), "author" },
            { new StringContent("true"), "prune" },
        };

        var response = await Http.PostAsync("apply", form, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var definition = (await GetAsync("domain/shop"))["definition"]!;
        Assert.Equal(("sub/domain.yaml", "ana"), ((string?)definition["path"], (string?)definition["author"]));
    }

    [Fact]
    public async Task Apply_FormPartNotUtf8_Answers422()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([0x6b, 0xff, 0xfe]), "file", "bad.yaml" } };

        var response = await Http.PostAsync("apply", form, Token);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("not-utf8", (string?)(await ReadAsync(response))["findings"]![0]!["rule"]);
    }

    [Theory]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", """{"files":[null]}""")]
    [InlineData("application/json", """{"files":[{"path":"a"}]}""")]
    [InlineData("application/json", """{"remove":[{"kind":"Nothing","name":"a"}]}""")]
    [InlineData("application/json", """{"remove":[{"kind":"Team"}]}""")]
    public async Task Apply_BodyNotLegal_Answers400(string type, string text)
    {
        using var content = new StringContent(text, Encoding.UTF8, type);

        var response = await Http.PostAsync("apply", content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Plan_NoFileHoldsADefinition_IsAnErrorAndOneAmongOthersAWarning()
    {
        async Task<(HttpStatusCode Status, string? Rule, string? Severity)> PlanAsync(params string[] texts)
        {
            var response = await Http.PostAsJsonAsync("plan", new { files = texts.Select(static (text, at) => new { path = $"{at}.yaml", text }) }, Token);
            var finding = (await ReadAsync(response))["findings"]![0]!;
            return (response.StatusCode, (string?)finding["rule"], (string?)finding["severity"]);
        }

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "no-definitions", "error"), await PlanAsync(string.Empty));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "no-definitions", "error"), await PlanAsync("# later\n", "---\n---\n"));
        Assert.Equal((HttpStatusCode.OK, "no-definitions", "warning"), await PlanAsync("kind: Team\nname: alone\n", "# later\n"));
    }

    [Theory]
    [InlineData("plan", """{"fils":[]}""", "'fils', which is not known here", "Did you mean 'files'?")]
    [InlineData("apply", """{"files":[],"expectedRevison":1}""", "'expectedRevison', which is not known here", "Did you mean 'expectedRevision'?")]
    [InlineData("apply", """{"files":[{"path":"a.yaml","txt":""}]}""", "'txt', which is not known here", "Did you mean 'text'?")]
    [InlineData("apply", """{"remove":[{"knd":"Team","name":"a"}]}""", "'knd', which is not known here", "Did you mean 'kind'?")]
    [InlineData("validate", """{"pat":"a.yaml","text":""}""", "'pat', which is not known here", "Did you mean 'path'?")]
    public async Task Post_MemberThatIsNotKnown_IsRefusedWithTheNearest(string door, string body, string unknown, string near)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var response = await Http.PostAsync(door, content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await ReadAsync(response);
        Assert.Equal("invalid-json", (string?)problem["code"]);
        Assert.Contains(unknown, (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Contains(near, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfADomainThatThereIsNot_IsNotFoundWithTheNearest()
    {
        await SendAsync("apply", Body(Team, Domain), HttpStatusCode.OK);

        var response = await Http.GetAsync("?domain=shpo", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.StartsWith("There is no domain 'shpo'. Did you mean 'shop'?", (string?)(await ReadAsync(response))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Definition_GivesTextModelAndReferences()
    {
        await SendAsync("apply", Body(Team, Domain), HttpStatusCode.OK);

        var answer = await GetAsync("Domain/shop");

        Assert.Equal(Domain, (string?)answer["text"]);
        Assert.Equal("shop", (string?)answer["model"]!["owner"]);
        Assert.Equal("Team", (string?)answer["uses"]![0]!["kind"]);
        Assert.Equal("shop", (string?)(await GetAsync("team/shop"))["usedBy"]![0]!["name"]);
    }

    [Fact]
    public async Task List_Pages_GoThroughEverythingOnce()
    {
        var teams = Enumerable.Range(10, 7).Select(static i => $"kind: Team\nname: t{i}\n").ToArray();
        await SendAsync("apply", Body([Domain, Team, .. teams]), HttpStatusCode.OK);

        var names = new List<string>();
        for (string? after = "", next = null; after is not null; after = next)
        {
            var page = await GetAsync($"?kind=team&limit=3{(after.Length == 0 ? after : "&after=" + Uri.EscapeDataString(after))}");
            Assert.Equal(8, (int)page["total"]!);
            names.AddRange(page["items"]!.AsArray().Select(static item => (string)item!["name"]!));
            next = (string?)page["next"];
        }

        Assert.Equal(["shop", .. Enumerable.Range(10, 7).Select(static i => $"t{i}")], names);
        Assert.Single((await GetAsync("?domain=shop"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Versions_AfterAChange_ShowWhatChanged()
    {
        await SendAsync("apply", Body(Team, Domain), HttpStatusCode.OK);
        await SendAsync("apply", Body(Domain + "title: The shop\n"), HttpStatusCode.OK);

        var versions = await GetAsync("domain/shop/versions");
        var diff = await GetAsync("domain/shop/versions/2");

        Assert.Equal([2, 1], versions["items"]!.AsArray().Select(static v => (int)v!["number"]!));
        Assert.Equal("changed", (string?)diff["change"]);
        Assert.Equal("title null The shop", $"{diff["fields"]![0]!["path"]} {diff["fields"]![0]!["before"]?.ToString() ?? "null"} {diff["fields"]![0]!["after"]}");
        Assert.Equal(Domain, (string?)diff["textBefore"]);
    }

    [Theory]
    [InlineData("domain/none", HttpStatusCode.NotFound)]
    [InlineData("domain/none/versions", HttpStatusCode.NotFound)]
    [InlineData("domain/none/versions/1", HttpStatusCode.NotFound)]
    [InlineData("nothing/none", HttpStatusCode.BadRequest)]
    [InlineData("?kind=7", HttpStatusCode.BadRequest)]
    [InlineData("?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("?limit=x", HttpStatusCode.BadRequest)]
    public async Task Get_NotThere_AnswersAProblem(string address, HttpStatusCode status)
    {
        var response = await Http.GetAsync(address, Token);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/yaml")]
    public async Task Validate_WhileTyping_AnswersFindingsNotAProblem(string type)
    {
        var text = type == "application/json" ? """{"path":"a.yaml","text":"kind: Tea"}""" : "kind: Tea";
        using var content = new StringContent(text, Encoding.UTF8, type);

        var response = await Http.PostAsync("validate?path=a.yaml", content, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await ReadAsync(response);
        Assert.False((bool)answer["valid"]!);
        Assert.Equal("""[{"action":"write","path":"kind","value":"Team"}]""", answer["findings"]![0]!["edits"]!.ToJsonString());
        Assert.Equal("unknown-kind a.yaml Did you mean 'Team'?", $"{answer["findings"]![0]!["rule"]} {answer["findings"]![0]!["file"]} {answer["findings"]![0]!["fix"]}");
    }

    private static JsonObject Body(params string[] texts) => new()
    {
        ["files"] = new JsonArray([.. texts.Select(static (text, index) => new JsonObject { ["path"] = $"{index}.yaml", ["text"] = text })]),
    };

    private async Task<JsonNode> SendAsync(string door, JsonObject body, HttpStatusCode expected)
    {
        var response = await Http.PostAsJsonAsync(door, body, Token);
        Assert.Equal(expected, response.StatusCode);
        return await ReadAsync(response);
    }

    private async Task<JsonNode> GetAsync(string address)
    {
        var response = await Http.GetAsync(address, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
}
