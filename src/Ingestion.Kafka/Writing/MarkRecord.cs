using System.Text;
using Confluent.Kafka;

namespace Ingestion.Kafka.Writing;

/// <summary>
/// A producer's mark as a record: key = topic, a zero byte, producer, all in UTF-8 (no topic's name has a zero byte); value = a version byte, then the mark, so that an empty mark is no
/// tombstone.
/// </summary>
internal static class MarkRecord
{
    private const byte Version = 1;

    public static Message<byte[]?, byte[]?> Encode(string topic, string producer, ReadOnlySpan<byte> mark)
        => new() { Key = Encoding.UTF8.GetBytes($"{topic}\0{producer}"), Value = [Version, .. mark] };

    /// <summary>A record that is no mark, no event where it is in a topic of events, and no refused record, which all have headers; a compacted topic drops it.</summary>
    public static Message<byte[]?, byte[]?> Nothing() => new() { Key = [0] };

    /// <summary>Null for a record that is no mark.</summary>
    public static (string Topic, string Producer, byte[] Mark)? TryDecode(byte[]? key, byte[]? value)
    {
        var split = Array.IndexOf(key ?? [], (byte)0);
        return split <= 0 || value is not [Version, ..] ? null
            : (Encoding.UTF8.GetString(key!, 0, split), Encoding.UTF8.GetString(key!, split + 1, key!.Length - split - 1), value[1..]);
    }
}
