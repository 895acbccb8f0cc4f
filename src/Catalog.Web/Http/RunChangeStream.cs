using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lineage.Runs;
using Microsoft.Net.Http.Headers;

namespace Catalog.Web.Http;

/// <summary>Writes each change of a run as a server-sent event, until the client goes or the process ends.</summary>
internal sealed class RunChangeStream(IRunChanges changes, IRunQueries runs, IHostApplicationLifetime lifetime)
{
    private const string EventType = "run";

    internal async Task WriteAsync(HttpContext context)
    {
        // Without the second token an open stream would hold up the end of the process.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var seen = changes.ReadAllAsync(either.Token);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers[HeaderNames.CacheControl] = "no-cache,no-store";
        try
        {
            // A client that has the headers misses nothing from then on.
            await context.Response.Body.FlushAsync(either.Token);
            await SseFormatter.WriteAsync(
                ReadAsync(seen, either.Token), context.Response.Body, static (item, buffer) =>
                {
                    using var json = new Utf8JsonWriter(buffer);
                    JsonSerializer.Serialize(json, item.Data, JsonSerializerOptions.Web);
                },
                either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // That is how every such stream ends.
        }
    }

    private async IAsyncEnumerable<SseItem<RunAnswer>> ReadAsync(IAsyncEnumerable<Guid> seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var runId in seen.WithCancellation(cancellationToken))
        {
            if (await runs.FindSummaryAsync(runId, cancellationToken) is { } run)
            {
                yield return new SseItem<RunAnswer>(RunAnswers.Of(run), EventType) { EventId = null };
            }
        }
    }
}
