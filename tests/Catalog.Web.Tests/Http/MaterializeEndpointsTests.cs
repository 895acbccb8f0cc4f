using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Web.Tests.Http;

/// <summary>Requests and answers as recorded of Feast 0.66; what it answers with 500 is a 400 here.</summary>
public sealed class MaterializeEndpointsTests : DoorTest
{
    [Theory]
    [InlineData("materialize", """{"start_ts": "2022-04-01T00:00:00", "end_ts": "2022-04-02T00:00:00", "feature_views": ["profile"]}""")] // http-server/80
    [InlineData("materialize", """{"disable_event_timestamp": true}""")] // /88
    [InlineData("materialize-incremental", """{"end_ts": "2022-04-12T00:00:00", "feature_views": ["profile"]}""")] // /87
    public async Task Post_Views_WaitsUntilTheyAreWritten(string door, string body)
    {
        await Server.IngestAsync(Lines);

        var answer = await PostAsync(door, body);

        Assert.Equal((HttpStatusCode.OK, "null"), answer);
        Assert.Equal(2, (int)(await Server.GetAsync("views"))["items"]![0]!["writers"]![0]!["durablePosition"]!);
    }

    [Fact] // http-server/84
    public async Task Post_Async_AnswersAtOnce()
    {
        var (status, text) = await PostAsync("materialize?async=true", """{"start_ts": "2022-04-01T00:00:00", "end_ts": "2022-04-02T00:00:00"}""");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("""{"status":"accepted","feature_views":["profile"]}""", text);
    }

    [Fact] // http-server/85
    public async Task Post_AsyncAgainWhileItIsWaitedFor_Answers409()
    {
        var barrier = new HeldBarrier();
        await using var server = await IngestionServer.StartAsync(services => services.AddSingleton<IMaterializationBarrier>(barrier));
        const string body = """{"start_ts": "2022-04-01T00:00:00", "end_ts": "2022-04-02T00:00:00", "feature_views": ["profile"]}""";

        var first = await PostAsync(server, "materialize?async=true", body);
        var second = await PostAsync(server, "materialize-incremental?async=true", body);
        var forced = await PostAsync(server, "materialize?async=true&force=true", body);
        barrier.Release();
        var waited = await PostAsync(server, "materialize", body);
        var last = await PostAsync(server, "materialize?async=true", body);
        while (last.Status == HttpStatusCode.Conflict)
        {
            last = await PostAsync(server, "materialize?async=true", body); // The forced one may be at work a little longer.
        }

        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Equal(
            ("Cannot start async materialization — the following feature views are already in MATERIALIZING state: ['profile']. Use ?force=true to override.", """["profile"]"""),
            ((string?)JsonNode.Parse(second.Text)!["error"], JsonNode.Parse(second.Text)!["feature_views"]!.ToJsonString()));
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.Accepted), (forced.Status, waited.Status, last.Status));
    }

    [Theory]
    [InlineData("""{"start_ts": "2022-04-01T00:00:00", "end_ts": "2022-04-02T00:00:00", "feature_views": ["nope"]}""", 404, "FeatureViewNotFoundException")] // /81
    [InlineData("""{"start_ts": "x", "end_ts": "2022-04-02T00:00:00"}""", 400, "Invalid timestamp format")] // /82
    [InlineData("""{"end_ts": "2022-04-02T00:00:00"}""", 400, "start_ts is required")] // /83
    [InlineData("""{"start_ts": "2022-04-03T00:00:00", "end_ts": "2022-04-02T00:00:00"}""", 400, "must be before")] // /86
    [InlineData("""{"feature_views": "profile", "disable_event_timestamp": true}""", 422, "list_type")]
    [InlineData("", 422, "missing")]
    [InlineData("{", 422, "json_invalid")]
    public async Task Post_WhatIsNotLegal_IsRefused(string body, int status, string text)
    {
        var answer = await PostAsync("materialize", body);

        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Contains(text, answer.Text, StringComparison.Ordinal);
    }

    private Task<(HttpStatusCode Status, string Text)> PostAsync(string door, string body) => PostAsync(Server, door, body);

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(IngestionServer server, string door, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync(door, content, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Whoever waits goes on once it is released.</summary>
    private sealed class HeldBarrier : IMaterializationBarrier
    {
        private readonly TaskCompletionSource _released = new();

        public void Release() => _released.SetResult();

        public Task FlushAsync(FeatureViewId view, CancellationToken cancellationToken) => _released.Task;
    }
}
