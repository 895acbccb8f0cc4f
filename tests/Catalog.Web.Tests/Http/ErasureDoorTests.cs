using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

/// <summary>Erasures by HTTP, on the real product.</summary>
public sealed class ErasureDoorTests : DoorTest
{
    [Fact]
    public async Task Post_Entity_IsGoneAndComesBackOnlyWithWhatHappensLater()
    {
        await Server.IngestAsync(Lines);
        await Server.PostAsync("views/profile/flush", string.Empty);
        Assert.Equal("4", await LookUpAsync());

        var preview = await PostAsync("erasures/preview", """{"key": {"customer_id": 1}}""", HttpStatusCode.OK);
        var asked = await PostAsync("erasures", """{"key": {"customer_id": "1"}, "reason": "asked"}""", HttpStatusCode.Accepted);
        var receipt = await WaitAsync(asked);

        Assert.Contains(preview["places"]!.AsArray(), static place => (string?)place!["kind"] == "online");
        Assert.Equal("null", await LookUpAsync());
        Assert.Equal(("completed", "asked", false), ((string?)receipt["state"], (string?)receipt["reason"], (bool)receipt["forever"]!));
        Assert.Contains(receipt["places"]!.AsArray(), static place => ((string?)place!["kind"], (string?)place["outcome"]) == ("offlineFile", "erased") && (long)place["count"]! == 2);
        Assert.Contains(receipt["places"]!.AsArray(), static place => ((string?)place!["kind"], (string?)place["outcome"]) == ("eventLog", "kept") && (long)place["count"]! == 2);
        Assert.All(
            receipt["places"]!.AsArray().Where(static place => (string?)place!["kind"] is "lookupLog" or "statistics" or "backups"),
            static place => Assert.True(place!.AsObject().TryGetPropertyValue("count", out var count) && count is null));

        await Server.IngestAsync(Lines + "3,2026-11-20T10:00:00Z,1,cup\n", "again.csv");
        await Server.PostAsync("views/profile/flush", string.Empty);
        Assert.Equal("null", await LookUpAsync());

        var through = DateTimeOffset.Parse((string)receipt["through"]!, CultureInfo.InvariantCulture);
        while (DateTimeOffset.UtcNow <= through)
        {
            await Task.Delay(20, Token);
        }

        await Server.IngestAsync(IngestionServer.Header + "1,2200-01-01T10:00:00Z,5,cup\n", "later.csv");
        await Server.PostAsync("views/profile/flush", string.Empty);
        Assert.Equal("5", await LookUpAsync());
        foreach (var (filter, count) in new[] { ("", 1), ($"?entity={((string?)receipt["fingerprint"])!.ToUpperInvariant()}&state=COMPLETED&key=customer_id", 1), ("?state=failed", 0), ("?key=customer", 0), ("?entity=0123456789abcdef", 0) })
        {
            var items = (await Server.GetAsync("erasures" + filter))["items"]!.AsArray();
            Assert.Equal(count, items.Count);
            Assert.All(items, item => Assert.Equal((string?)asked["id"], (string?)item!["id"]));
        }
    }

    [Theory]
    [InlineData("state=done", "'state' is 'done'; legal are queued, running, completed, failed.")]
    [InlineData("entity=17850", "'entity' is no fingerprint; it must have 16 hexadecimal digits")]
    [InlineData("limit=0", "'limit' is '0'")]
    public async Task Get_FilterThatMeansNothing_IsRefused(string filter, string words)
        => Assert.Contains(words, (string?)(await Server.GetAsync("erasures?" + filter, HttpStatusCode.BadRequest))["detail"], StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"key": {}}""", "missing-join-key")]
    [InlineData("""{}""", "missing-join-key")]
    [InlineData("""{"key": {"nobody": 1}}""", "invalid-request")]
    [InlineData("""{"key": {"customer_id": "x"}}""", "invalid-entity-value")]
    [InlineData("""{"key": {"customer_id": [1, 2]}}""", "invalid-entity-value")]
    [InlineData("""{"key": {"customer_id": 1, "customer_id": 2}}""", "invalid-json")]
    [InlineData("""{"key": {"customer_id": 1}, "reason": "a\u0000b"}""", "invalid-request")]
    [InlineData("null", "invalid-json")]
    public async Task Post_WhatIsNoEntity_IsRefused(string body, string code)
    {
        Assert.Equal(code, IngestionServer.CodeOf(await PostAsync("erasures", body, HttpStatusCode.BadRequest)));
        Assert.Equal(code, IngestionServer.CodeOf(await PostAsync("erasures/preview", body, HttpStatusCode.BadRequest)));
        Assert.Empty((await Server.GetAsync("erasures"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Post_EntityWithARefusedEvent_TakesItOutOfTheQuarantine()
    {
        await Server.IngestAsync(Lines);
        Assert.Equal(2, (await Server.GetAsync("quarantine?source=sales"))["items"]!.AsArray().Count);

        var preview = await PostAsync("erasures/preview", """{"key": {"customer_id": 2}}""", HttpStatusCode.OK);
        var receipt = await WaitAsync(await PostAsync("erasures", """{"key": {"customer_id": 2}}""", HttpStatusCode.Accepted));

        Assert.Contains(preview["places"]!.AsArray(), static place => (string?)place!["kind"] == "quarantine" && (long)place["count"]! == 1);
        Assert.Contains(receipt["places"]!.AsArray(), static place => ((string?)place!["kind"], (string?)place["name"], (string?)place["outcome"]) == ("quarantine", "sales", "erased") && (long)place["count"]! == 1);
        var left = Assert.Single((await Server.GetAsync("quarantine?source=sales"))["items"]!.AsArray());
        Assert.Contains("plate", left!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Unknown_IsNotFound()
        => Assert.Equal("erasure-not-found", IngestionServer.CodeOf(await Server.GetAsync("erasures/0197aaaa-0000-7000-8000-000000000005", HttpStatusCode.NotFound)));

    private async Task<JsonNode> WaitAsync(JsonNode asked)
    {
        while (true)
        {
            var erasure = await Server.GetAsync($"erasures/{asked["id"]}");
            if ((string?)erasure["state"] is not ("queued" or "running"))
            {
                return erasure;
            }

            await Task.Delay(20, Token);
        }
    }

    private async Task<string> LookUpAsync()
    {
        const string body = """{"features": ["profile:last_price"], "entities": {"customer_id": [1]} }""";
        using var answer = await Server.Http.PostAsync("get-online-features", new StringContent(body, Encoding.UTF8, "application/json"), Token);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["results"]![1]!["values"]![0]?.ToJsonString() ?? "null";
    }

    private async Task<JsonNode> PostAsync(string route, string body, HttpStatusCode status)
    {
        using var answer = await Server.Http.PostAsync($"api/v1/{route}", new StringContent(body, Encoding.UTF8, "application/json"), Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == status, text);
        return JsonNode.Parse(text)!;
    }
}
