using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Ingestion.Ports;

namespace Ingestion.Kafka.Topics;

/// <summary>A refused record as a record of Kafka.</summary>
internal static class DeadLetterRecord
{
    private const string OwnHeaders = "catalog.";
    private const string LengthHeader = "catalog.length";
    private const int HeaderOverhead = 16;

    /// <summary>The record; where it has more bytes than that, with the first bytes of the value, its whole length in the header <c>catalog.length</c>, and, if need be, without the headers that it came with.</summary>
    public static Message<byte[]?, byte[]?> Encode(DeadLetter letter, long maxBytes)
    {
        var message = new Message<byte[]?, byte[]?> { Key = letter.Key?.ToArray(), Value = letter.Value?.ToArray(), Headers = [] };
        var room = maxBytes - (message.Key?.Length ?? 0) - letter.Headers.Sum(SizeOf);
        var isCut = message.Value?.Length > room;
        var headers = isCut && room < 0 ? letter.Headers.Where(static header => header.Name.StartsWith(OwnHeaders, StringComparison.Ordinal)) : letter.Headers;
        foreach (var header in headers)
        {
            message.Headers.Add(header.Name, header.Value?.ToArray());
        }

        if (isCut)
        {
            message.Headers.Add(LengthHeader, Encoding.UTF8.GetBytes(message.Value!.Length.ToString(CultureInfo.InvariantCulture))); // It is cut, so there is one.
            message.Value = message.Value[..(int)Math.Max(0, room)];
        }

        return message;
    }

    private static long SizeOf(FeedHeader header) => header.Name.Length + (header.Value?.Length ?? 0) + HeaderOverhead;
}
