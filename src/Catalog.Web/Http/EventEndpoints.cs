using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FeatureStore.Ports;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Reads the accepted events of a source back, one JSON object a line.</summary>
internal static class EventEndpoints
{
    private const int MostEvents = 1_000_000;
    private const int EventsAtOnce = 2_000;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void MapEvents(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/v1/sources/{name}/events", Read).WithTags("Sources").WithName("ReadEvents")
            .WithSummary("Reads accepted events in the order of the log, as NDJSON.")
            .WithDescription(
                $"A line holds the columns of the source in force, `{OfflineColumns.ArrivalTime}` and `{OfflineColumns.Sequence}`. `from` is the first sequence wanted: a reader goes on at its last one "
                + "plus 1. Times are RFC 3339 in UTC, bytes base64.");

    private static PushStreamHttpResult Read(ISourceRegistry registry, EventReader events, string name, long? from, int? limit, int? partition, CancellationToken cancellationToken)
    {
        var source = registry.Require(name);
        var count = QueryValues.ReadCount(nameof(limit), limit, standard: 1_000, MostEvents);
        if (from < 0)
        {
            throw new BadHttpRequestException($"'from' is '{from}', but sequences begin with 0.");
        }

        return TypedResults.Stream(body => WriteAsync(source, events, partition ?? 0, from ?? 0, count, body, cancellationToken), "application/x-ndjson");
    }

    private static async Task WriteAsync(Source source, EventReader events, int partition, long from, int count, Stream body, CancellationToken cancellationToken)
    {
        using var part = new MemoryStream();
        var (next, left) = (from, count);
        while (left > 0 && await events.ReadAsync(source.Name, partition, next, Math.Min(left, EventsAtOnce), cancellationToken) is { Count: > 0 } batch)
        {
            part.SetLength(0);
            foreach (var accepted in batch)
            {
                JsonSerializer.Serialize(part, RowOf(source, accepted), Json);
                part.WriteByte((byte)'\n');
            }

            await body.WriteAsync(part.GetBuffer().AsMemory(0, (int)part.Length), cancellationToken);
            (next, left) = (batch[^1].Sequence + 1, left - batch.Count);
        }
    }

    private static JsonObject RowOf(Source source, AcceptedEvent accepted)
        => new(source.Columns.Zip(accepted.Values, static (column, value) => KeyValuePair.Create(column.Name, JsonValues.ToNode(value))))
        {
            [OfflineColumns.ArrivalTime] = accepted.ArrivalTime.ToString(),
            [OfflineColumns.Sequence] = accepted.Sequence,
        };
}
