using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Catalog.Cli.Tests.Testing;

/// <summary>A server that answers as a test tells it, for moments that the real one does not stand still in.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<HttpContext, Task> _answer;
    private readonly ConcurrentQueue<string> _calls = new();

    private FakeServer(Func<HttpContext, Task> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    internal string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>What was called so far, as <c>METHOD /path</c>.</summary>
    internal IReadOnlyList<string> Calls => [.. _calls];

    internal static async Task<FakeServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var server = new FakeServer(answer);
        await server._app.StartAsync();
        return server;
    }

    internal static Task AnswerJsonAsync(HttpContext context, string json, int status = 200, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(json);
    }

    internal static Task RefuseAsync(HttpContext context, int status, string code, bool transient = false) => AnswerJsonAsync(
        context,
        new JsonObject { ["status"] = status, ["code"] = code, ["detail"] = $"Refused with {code}.", ["transient"] = transient }.ToJsonString(),
        status,
        "application/problem+json");

    /// <summary>A run of a file as the door of sources shows it.</summary>
    internal static string Run(string state, long done = 0, long? total = null, string? error = null) => $$"""
        {"runId": "0197aaaa-0000-7000-8000-000000000001", "source": "sales", "kind": "file", "title": "sales.csv", "state": "{{state}}",
         "createdAt": "2026-11-20T12:00:00Z", "endedAt": null, "byteCount": 10, "requestedBy": "tester",
         "progress": {{(state == "running" ? $$"""{"read": 1, "accepted": 1, "quarantined": 0, "done": {{done}}, "total": {{total?.ToString() ?? "null"}}}""" : "null")}},
         "result": {{(state == "completed" ? """{"runId": "0197aaaa-0000-7000-8000-000000000001", "source": "sales", "read": 3, "accepted": 2, "quarantined": 1, "byRule": {"required:customerId": 1}, "warnings": {}, "rowsPerSecond": 7, "peakMemoryBytes": 9, "alreadyIngested": false}""" : "null")}},
         "error": {{(error is null ? "null" : $$"""{"code": "{{error}}", "message": "It went wrong."}""")}}}
        """;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        _calls.Enqueue($"{context.Request.Method} {context.Request.Path}");
        return _answer(context);
    }
}
