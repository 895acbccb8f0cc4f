using Catalog.Cli.Tests.Testing;
using Microsoft.AspNetCore.Http;

namespace Catalog.Cli.Tests.CommandLine;

public sealed class CommandLineTests(CatalogServer server)
{
    [Fact]
    public async Task Help_ListsEveryVerbOnce()
    {
        var help = (await server.RunAsync("--help")).MustSucceed();

        foreach (var verb in Reference.Verbs)
        {
            Assert.Matches($@"\n  {verb.Name} ", help.Output);
            Assert.Contains(verb.Description!, help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Help_OfEveryVerb_IsShown()
    {
        foreach (var verb in Reference.Verbs)
        {
            var help = (await server.RunAsync(verb.Name, "--help")).MustSucceed();

            Assert.Matches($@"\nUsage:\n  \S+ {verb.Name} ", help.Output);
            Assert.Contains("--json", help.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("There is no verb. See `catalog --help`.")]
    [InlineData("There is no verb 'fly'. See `catalog --help`.", "fly")]
    [InlineData("PATH is missing: folder or file with definitions in YAML. See `catalog plan --help`.", "plan")]
    [InlineData("See `catalog status --help`.", "status", "now")]
    [InlineData("See `catalog status --help`.", "status", "--loud")]
    [InlineData("Both --server and --local are given; give one of them.", "status", "--server", "http://x", "--local", "x")]
    [InlineData("--local is empty; name a folder.", "status", "--local", "")]
    [InlineData("'localhost:8080' is not the address of a server.", "status", "--server", "localhost:8080")]
    [InlineData("'ftp://x' is not the address of a server.", "status", "--server", "ftp://x")]
    public async Task CommandLine_Illegal_EndsWith2(string expected, params string[] arguments)
    {
        var text = (await server.RunAsync(arguments)).MustEndWith(2);
        var json = (await server.RunAsync([.. arguments, "--json"])).MustEndWith(2);

        Assert.Contains(expected, text.Errors, StringComparison.Ordinal);
        Assert.Empty(text.Output);
        Assert.Equal(("usage", 2), (json.Code, (int)json.Json["exit_code"]!));
        Assert.Empty(json.Errors);
    }

    [Fact]
    public async Task Server_Silent_EndsWith4()
    {
        var refused = (await new Command { Server = "http://127.0.0.1:1" }.RunAsync("status")).MustEndWith(4);

        Assert.StartsWith("catalog: Cannot reach the server at 'http://127.0.0.1:1/': ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("--server or CATALOG_SERVER", refused.Errors, StringComparison.Ordinal);
        Assert.EndsWith("  code unreachable, exit code 4\n", refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCodes.Status200OK, "text/html", "<html>Hello</html>")]
    [InlineData(StatusCodes.Status200OK, "application/json", "[1, 2")]
    [InlineData(StatusCodes.Status200OK, "application/json", "{\"ready\": \"maybe\"}")]
    [InlineData(StatusCodes.Status404NotFound, "text/html", "<html>Gone</html>")]
    [InlineData(StatusCodes.Status502BadGateway, "application/json", "{")]
    [InlineData(StatusCodes.Status500InternalServerError, "application/problem+json", "{\"title\": \"Internal Server Error\"}")]
    public async Task Server_NoCatalogue_IsAnUnexpectedAnswer(int status, string type, string body)
    {
        await using var fake = await FakeServer.StartAsync(context => FakeServer.AnswerJsonAsync(context, body, status, type));

        var refused = (await new Command { Server = fake.Address }.RunAsync("status", "--json")).MustEndWith(1);

        Assert.Equal("unexpected-answer", refused.Code);
    }

    [Fact]
    public async Task Server_WithPath_IsKept()
    {
        await using var fake = await FakeServer.StartAsync(static context => FakeServer.AnswerJsonAsync(context, """{"items": []}"""));

        (await new Command { Server = fake.Address + "/catalogue" }.RunAsync("views")).MustSucceed();

        Assert.Equal(["GET /catalogue/api/v1/views"], fake.Calls);
    }

    [Fact]
    public async Task Problem_OfTheServer_IsPrintedAsItCame()
    {
        await using var fake = await FakeServer.StartAsync(static context => FakeServer.RefuseAsync(context, StatusCodes.Status409Conflict, "write-conflict"));

        var refused = (await new Command { Server = fake.Address }.RunAsync("status", "--json")).MustEndWith(5);

        Assert.Equal(("write-conflict", 409, "Refused with write-conflict."), (refused.Code, (int)refused.Json["status"]!, (string?)refused.Json["detail"]));
    }

    [Fact]
    public async Task Command_StoppedBeforeItBegins_EndsWith130()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var stopped = (await (server.Command with { Stop = stop.Token }).RunAsync("status", "--json")).MustEndWith(130);

        Assert.Equal("cancelled", stopped.Code);
    }
}
