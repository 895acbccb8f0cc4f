using System.Buffers.Binary;

namespace EndToEnd.Tests.Topics;

/// <summary>The few pieces of bytes that payloads with a schema are made of.</summary>
internal static class WireText
{
    /// <summary>A zero byte, the id of the schema, and what follows.</summary>
    internal static byte[] Framed(int id, params IEnumerable<byte> body)
    {
        var frame = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), id);
        return [.. frame, .. body];
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    internal static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }

        return [.. bytes, (byte)value];
    }

    /// <summary>As <see cref="Varint"/>, with the sign in the lowest bit.</summary>
    internal static byte[] Zigzag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    internal static byte[] Double(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }
}
