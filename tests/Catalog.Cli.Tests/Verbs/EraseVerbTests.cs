using System.Text.Json.Nodes;
using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class EraseVerbTests
{
    private const string Id = "0197aaaa-0000-7000-8000-000000000006";

    private const string Places = """
        [
          {"kind": "online", "name": "spend@1", "outcome": "erased", "count": 1},
          {"kind": "offlineFile", "name": "spend@1", "outcome": "erased", "count": 12, "partition": 0, "file": "spend/v1/p0/a.parquet", "sha256": "aa", "newFile": "spend/v1/p0/b.parquet", "newSha256": "bb"},
          {"kind": "eventLog", "name": "sales", "outcome": "kept", "count": 0, "note": "It is not rewritten."},
          {"kind": "quarantine", "name": "sales", "outcome": "kept", "count": null, "note": "It was not searched."}
        ]
        """;

    [Fact]
    public async Task Erase_Entity_FollowsItAndPrintsTheReceipt()
    {
        var (asked, body) = (0, string.Empty);
        await using var fake = await FakeServer.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            }

            await FakeServer.AnswerJsonAsync(context, Erasure(++asked < 5 ? "running" : "completed"));
        });

        var erased = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("erase", "--key", "customer_id=17850", "-k", "shop=a\\,b", "--forever", "--reason", "asked")).MustSucceed();

        var sent = JsonNode.Parse(body)!;
        Assert.Equal(("17850", "a,b", true, "asked"), ((string)sent["key"]!["customer_id"]!, (string)sent["key"]!["shop"]!, (bool)sent["forever"]!, (string)sent["reason"]!));
        Assert.Contains("for ever", erased.Output, StringComparison.Ordinal);
        Assert.Contains("spend/v1/p0/b.parquet", erased.Output, StringComparison.Ordinal);
        Assert.Contains("eventLog sales: It is not rewritten.", erased.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^eventLog +sales +kept +0 ", erased.Output);
        Assert.Matches(@"(?m)^quarantine +sales +kept +– ", erased.Output);
    }

    [Theory]
    [InlineData("more than one value for 'shop'", "erase", "--key", "shop=1", "--key", "shop=2", "--dry-run")]
    [InlineData("The id of the erasure is 'nope'; it must be a UUID", "erasures", "nope")]
    public async Task Arguments_ThatMeanNoEntity_AreRefusedBeforeAnyCall(string expected, params string[] arguments)
    {
        var refused = (await new Command().RunAsync(arguments)).MustEndWith(2);

        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_Failed_SaysThatTheTombstoneStays()
    {
        await using var fake = await FakeServer.StartAsync(context => FakeServer.AnswerJsonAsync(context, Erasure("failed")));

        var erased = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("erase", "--key", "customer_id=17850")).MustEndWith(1);

        Assert.Contains("events of the entity are kept out all the same", erased.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_DryRun_AsksForThePreviewOnly()
    {
        var routes = new List<string>();
        await using var fake = await FakeServer.StartAsync(context =>
        {
            routes.Add(context.Request.Path);
            return FakeServer.AnswerJsonAsync(context, $$"""{"joinKeys": ["customer_id"], "places": {{Places}}}""");
        });

        var previewed = (await new Command { Server = fake.Address }.RunAsync("erase", "--key", "customer_id=17850", "--dry-run")).MustSucceed();

        Assert.Equal(["/api/v1/erasures/preview"], routes);
        Assert.EndsWith("Nothing was changed.\n", previewed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("customer_id")]
    [InlineData("customer_id=1,2")]
    [InlineData("=1")]
    public async Task Erase_KeyThatIsNone_IsRefusedBeforeAnyCall(string key)
        => Assert.Contains("write one join key with one value", (await new Command { Server = "http://127.0.0.1:1" }.RunAsync("erase", "--key", key)).MustEndWith(2).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task Erasures_List_HasALineForEach()
    {
        var asked = new List<string?>();
        await using var fake = await FakeServer.StartAsync(context =>
        {
            asked.Add(context.Request.QueryString.Value);
            return FakeServer.AnswerJsonAsync(context, $$"""{"items": [{{Erasure("completed")}}], "next": null}""");
        });

        var listed = (await new Command { Server = fake.Address }.RunAsync("erasures")).MustSucceed();
        (await new Command { Server = fake.Address }.RunAsync("erasures", "--state", "completed", "--join-key", "customer_id", "--entity", "abcdef")).MustSucceed();
        var both = (await new Command { Server = fake.Address }.RunAsync("erasures", Id, "--entity", "abcdef")).MustEndWith(2);

        Assert.Equal(["", "?state=completed&key=customer_id&entity=abcdef"], asked);
        Assert.Contains("--entity belongs to the list, not to one ID.", both.Errors, StringComparison.Ordinal);

        Assert.Contains(Id, listed.Output, StringComparison.Ordinal);
        Assert.Contains("abcdef", listed.Output, StringComparison.Ordinal);
    }

    private static string Erasure(string state) => $$"""
        {"id": "{{Id}}", "state": "{{state}}", "joinKeys": ["customer_id"], "fingerprint": "abcdef", "forever": true, "through": null, "createdAt": "2026-11-20T12:00:00Z", "endedAt": null, "requestedBy": null,
         "reason": "asked", "progress": null, "places": {{Places}}, "error": {{(state == "failed" ? """{"code": "online-store-unavailable", "message": "It is away."}""" : "null")}}}
        """;
}
