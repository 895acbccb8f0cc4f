using System.Net;

namespace Catalog.Web.Tests.Http;

public sealed class SlowLookupEndpointsTests
{
    [Fact]
    public async Task List_EveryLookupIsSlow_GivesTheNewestFirst()
    {
        await using var server = await IngestionServer.StartAsync(("FeatureStore:Serving:SlowLookup", "00:00:00.0000001"));
        await LookUpAsync(server, "[1]");
        await LookUpAsync(server, "[1, 2, 3]");

        var answer = await server.GetAsync("lookups/slow?limit=1");

        Assert.Equal((0.0001, 2), ((double)answer["thresholdMs"]!, (int)answer["total"]!));
        var slow = Assert.Single(answer["items"]!.AsArray())!;
        Assert.Equal((3, 1, "profile"), ((int)slow["entityRows"]!, (int)slow["features"]!, (string?)Assert.Single(slow["views"]!.AsArray())));
        Assert.Contains((string?)slow["reason"], new[] { "onlineStore", "planning", "computing", "garbageCollection" });
        Assert.False(string.IsNullOrEmpty((string?)slow["explanation"]));
        Assert.Equal((double)slow["durationMs"]!, (double)slow["planningMs"]! + (double)slow["readingMs"]! + (double)slow["computingMs"]!, precision: 6);
        Assert.Empty((await server.GetAsync("lookups/slow?service=churn"))["items"]!.AsArray());
    }

    [Fact]
    public async Task List_BadCount_IsRefused()
    {
        await using var server = await IngestionServer.StartAsync();

        Assert.Equal("invalid-request", IngestionServer.CodeOf(await server.GetAsync("lookups/slow?limit=0", HttpStatusCode.BadRequest)));
        Assert.Equal(100, (double)(await server.GetAsync("lookups/slow"))["thresholdMs"]!);
    }

    private static async Task LookUpAsync(IngestionServer server, string keys)
    {
        using var content = new StringContent($$$"""{"features": ["profile:last_price"], "entities": {"customer_id": {{{keys}}}}}""");
        using var response = await server.Http.PostAsync("get-online-features", content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
