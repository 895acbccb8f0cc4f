using System.Buffers;
using System.Buffers.Binary;

namespace FeatureStore.Redis.Feast;

/// <summary>Writes the few shapes of protobuf that Feast's values have.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(32);

    internal byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    internal void Tag(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    internal void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    internal void Fixed64(long bits)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), bits);
        _bytes.Advance(8);
    }

    internal void Fixed32(int bits)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), bits);
        _bytes.Advance(4);
    }

    internal void Bytes(ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
