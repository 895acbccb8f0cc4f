using System.Numerics;
using Ingestion.Ports;

namespace Ingestion.Embedded;

/// <summary>One event as bytes of a block.</summary>
internal static class EventCodec
{
    public static long SizeOf(in NewLogEvent item)
        => SizeOf(item.Key.Length) + SizeOf(item.Payload.Length) + (long)item.Key.Length + item.Payload.Length;

    /// <summary>Writes the event and returns the bytes behind it.</summary>
    public static Span<byte> Write(Span<byte> target, scoped in NewLogEvent item)
    {
        target = WriteLength(target, item.Key.Length);
        target = WriteLength(target, item.Payload.Length);
        item.Key.Span.CopyTo(target);
        target = target[item.Key.Length..];
        item.Payload.Span.CopyTo(target);
        return target[item.Payload.Length..];
    }

    /// <summary>Takes the next event off the block, whose checksum is proven; the event shares the block's memory.</summary>
    public static (ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Payload) Read(ref ReadOnlyMemory<byte> block)
    {
        var keyLength = ReadLength(ref block);
        var payloadLength = ReadLength(ref block);
        var key = block[..keyLength];
        var payload = block.Slice(keyLength, payloadLength);
        block = block[(keyLength + payloadLength)..];
        return (key, payload);
    }

    private static int SizeOf(int length) => (BitOperations.Log2((uint)length | 1) / 7) + 1;

    private static Span<byte> WriteLength(Span<byte> target, int length)
    {
        var rest = (uint)length;
        var at = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            target[at++] = (byte)(rest | 0x80);
        }

        target[at++] = (byte)rest;
        return target[at..];
    }

    private static int ReadLength(ref ReadOnlyMemory<byte> block)
    {
        var bytes = block.Span;
        uint length = bytes[0] & 0x7fu;
        var at = 1;
        for (; (bytes[at - 1] & 0x80) != 0; at++)
        {
            length |= (bytes[at] & 0x7fu) << (7 * at);
        }

        block = block[at..];
        return (int)length;
    }
}
