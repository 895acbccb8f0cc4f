using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Ingestion.Kafka.Tests.Registry;

/// <summary>A schema registry on a port of its own that answers as Karapace 6.2 does, byte for byte where it matters: content type, error codes, <c>schemaType</c> left out for Avro.</summary>
internal sealed class RegistryServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly Task _serving;

    internal RegistryServer()
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    internal string Url { get; }

    /// <summary>Paths that were asked for, in order.</summary>
    internal ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The last <c>Authorization</c>.</summary>
    internal string? Authorization { get; private set; }

    /// <summary>Answers with this status and something that is no schema, if set.</summary>
    internal int Status { get; set; }

    /// <summary>Answers with this body, if set.</summary>
    internal string? Body { get; set; }

    /// <summary>Each answer waits for it.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    internal void Add(int id, string schema, string? type = null, string references = "[]") => _answers[$"/schemas/ids/{id}"] = Answer(schema, type, references);

    internal void AddVersion(string subject, int version, string schema, string? type = null, string references = "[]")
        => _answers[$"/subjects/{Uri.EscapeDataString(subject)}/versions/{version}?deleted=true"] = Answer(schema, type, references);

    internal static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private static string Answer(string schema, string? type, string references)
        => $$"""{"schema":{{JsonSerializer.Serialize(schema)}}{{(type is null ? string.Empty : $",\"schemaType\":\"{type}\"")}}{{(references == "[]" ? string.Empty : $",\"references\":{references}")}}}""";

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var path = context.Request.RawUrl!;
            Requests.Enqueue(path);
            Authorization = context.Request.Headers["Authorization"];
            await Gate;
            var (status, body) = (Status, Body) switch
            {
                (_, { } text) => (200, text),
                (> 0 and var wrong, _) => (wrong, "<html>Nothing here</html>"),
                _ when _answers.TryGetValue(path, out var found) => (200, found),
                _ when path.StartsWith("/subjects/", StringComparison.Ordinal) => (404, """{"error_code":40402,"message":"Version 99 not found."}"""),
                _ => (404, """{"error_code":40403,"message":"Schema not found"}"""),
            };
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/vnd.schemaregistry.v1+json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The client or the test has gone.
        }
    }
}
