using System.Text.Json;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Http;

/// <summary>Writes quarantined events as they are read, oldest first, so that any number of them fits.</summary>
internal static class QuarantineExport
{
    private const int EventsAtOnce = 100;

    /// <summary>One JSON object a line with everything that is known, the bytes in base64.</summary>
    internal static Task WriteJsonAsync(IQuarantineStore store, QuarantineFilter filter, Stream body, CancellationToken cancellationToken)
        => WriteAsync(
            store, filter, body, static (item, part) => JsonSerializer.Serialize(part, QuarantineAnswers.Whole(item), JsonSerializerOptions.Web), cancellationToken);

    /// <summary>The raw records, each with a line end.</summary>
    internal static Task WriteRawAsync(IQuarantineStore store, QuarantineFilter filter, Stream body, CancellationToken cancellationToken)
        => WriteAsync(store, filter, body, static (item, part) => part.Write(item.Raw.Span), cancellationToken);

    private static async Task WriteAsync(
        IQuarantineStore store, QuarantineFilter filter, Stream body, Action<QuarantinedEvent, Stream> write, CancellationToken cancellationToken)
    {
        using var part = new MemoryStream();
        var last = 0L;
        while (await store.ReadAsync(filter, last, EventsAtOnce, cancellationToken) is { Count: > 0 } events)
        {
            part.SetLength(0);
            foreach (var item in events)
            {
                write(item, part);
                part.WriteByte((byte)'\n');
            }

            await body.WriteAsync(part.GetBuffer().AsMemory(0, (int)part.Length), cancellationToken);
            last = events[^1].Id;
        }
    }
}
