using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

/// <summary>What is answered online and what a training set holds for the same moment, as events of all zones come early, late, twice and corrected.</summary>
public sealed class ConsistencyTests : DoorTest
{
    private const string Split = "2026-11-20T10:59:59Z";
    private const string Noon = "2026-11-20T12:00:00Z";

    [Fact] // CON-1, CON-2
    public async Task Materialize_EventsOfSeveralZonesAndANull_AreTheSameOnlineAndOffline()
    {
        await PushAsync((1, "2026-11-20T08:00:00Z", "0.1"), (1, "2026-11-20T09:00:00Z", "0.3"), (2, Noon, "null"), (3, "2026-11-20T09:00:00+01:00", "4"));
        await MaterializeAsync("materialize", """{"start_ts": "2026-11-20T07:00:00", "end_ts": "2026-11-20T10:59:59"}""");
        Assert.Equal("[0.3,null,4] PRESENT,NULL_VALUE,PRESENT", await LookUpAsync(1, 2, 3));

        await PushAsync((3, "2026-11-20T03:00:00-08:00", "5"));
        await MaterializeAsync("materialize-incremental", """{"end_ts": "2026-11-20T12:00:00"}""");

        Assert.Equal("[0.3,null,5] PRESENT,NULL_VALUE,PRESENT", await LookUpAsync(1, 2, 3));
        Assert.Equal("[0.3,null,4]", await TrainAsync("split", Split, 1, 2, 3));
        Assert.Equal("[0.3,null,5]", await TrainAsync("noon", Noon, 1, 2, 3));
    }

    [Theory] // CON-5, CON-7
    [InlineData("2026-11-20T12:00:00")]
    [InlineData("2030-01-01T00:00:00")]
    public async Task MaterializeIncremental_EventsFromBeforeItsEndComeLater_AreTakenByTheNext(string end)
    {
        await PushAsync((1, "2026-11-20T09:00:00Z", "0.3"));
        await MaterializeAsync("materialize-incremental", $$"""{"end_ts": "{{end}}"}""");

        await PushAsync((1, "2026-11-20T08:30:00Z", "9"), (4, "2026-11-20T08:30:00Z", "7"), (5, "2026-11-20T12:30:00Z", "8"));
        await MaterializeAsync("materialize-incremental", """{"end_ts": "2026-11-20T13:00:00"}""");

        Assert.Equal("[0.3,7,8] PRESENT,PRESENT,PRESENT", await LookUpAsync(1, 4, 5));
        Assert.Equal("[9,7,null]", await TrainAsync("between", "2026-11-20T08:45:00Z", 1, 4, 5));
        Assert.Equal("[0.3,7,8]", await TrainAsync("after", "2026-11-20T13:00:00Z", 1, 4, 5));
    }

    [Fact] // CON-6
    public async Task Materialize_SameKeyAndTimeAgain_GivesTheCorrectedValueInBoth()
    {
        await PushAsync((1, Noon, "4"));
        await MaterializeAsync("materialize-incremental", """{"end_ts": "2026-11-20T12:00:00"}""");
        await PushAsync((1, Noon, "4.5"));
        await MaterializeAsync("materialize-incremental", """{"end_ts": "2026-11-20T12:00:00"}""");

        Assert.Equal("[4.5] PRESENT", await LookUpAsync(1));
        Assert.Equal("[4.5]", await TrainAsync("corrected", Noon, 1));
    }

    private async Task PushAsync(params (int Customer, string At, string Price)[] events)
    {
        var lines = string.Concat(events.Select(static line => $$"""{"customer_id": {{line.Customer}}, "sold_at": "{{line.At}}", "price": {{line.Price}}, "product": "cup"}""" + "\n"));
        var answer = await Server.PostAsync("sources/sales/events", lines, type: "application/x-ndjson");
        Assert.Equal(events.Length, (int)answer["accepted"]!);
    }

    private async Task MaterializeAsync(string door, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Server.Http.PostAsync(new Uri(door, UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>The prices and their statuses.</summary>
    private async Task<string> LookUpAsync(params int[] customers)
    {
        using var content = new StringContent($$$"""{"features": ["profile:last_price"], "entities": {"customer_id": [{{{string.Join(',', customers)}}}]}}""");
        using var answer = await Server.Http.PostAsync("get-online-features", content, Token);
        var column = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["results"]!.AsArray()[^1]!;
        return $"{column["values"]!.ToJsonString()} {string.Join(',', column["statuses"]!.AsArray())}";
    }

    /// <summary>The prices that a training set gives for a moment.</summary>
    private async Task<string> TrainAsync(string name, string at, params int[] customers)
    {
        var rows = new JsonArray([.. customers.Select(customer => new JsonObject { ["customer_id"] = customer, ["event_timestamp"] = at })]);
        await Server.PostAsync("training-sets", new JsonObject { ["name"] = name, ["features"] = new JsonArray("profile:last_price"), ["rows"] = rows }.ToJsonString(), HttpStatusCode.Accepted);
        string? state;
        while ((state = (string?)(await Server.GetAsync($"training-sets/{name}"))["state"]) is not ("completed" or "failed"))
        {
            await Task.Yield();
        }

        Assert.Equal("completed", state);
        var preview = await Server.GetAsync($"training-sets/{name}/preview?rows=10");
        return new JsonArray([.. preview["rows"]!.AsArray().Select(static row => row!.AsArray()[^1]?.DeepClone())]).ToJsonString();
    }
}
