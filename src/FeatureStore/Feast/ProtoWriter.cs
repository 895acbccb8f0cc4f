using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace FeatureStore.Feast;

/// <summary>Writes protobuf (https://protobuf.dev/programming-guides/encoding/) into memory that was measured before with the <c>SizeOf</c> methods; it grows nothing and allocates nothing.</summary>
/// <param name="room">Where to write; it must have room for all.</param>
public ref struct ProtoWriter(Span<byte> room)
{
    private const int BitsOfByte = 7;

    private Span<byte> _rest = room;

    /// <summary>Bytes of a number.</summary>
    public static int SizeOfVarint(ulong value) => (BitOperations.Log2(value | 1) / BitsOfByte) + 1;

    /// <summary>Bytes of a field's tag.</summary>
    public static int SizeOfTag(int field) => SizeOfVarint((ulong)field << 3);

    /// <summary>Bytes of something of that length with the length before it.</summary>
    public static int SizeOfBytes(int length) => SizeOfVarint((ulong)length) + length;

    /// <summary>Says which field comes, and how it is written: one of the constants of <see cref="ProtoReader"/>.</summary>
    public void Tag(int field, int wireType) => Varint(((ulong)field << 3) | (uint)wireType);

    /// <summary>Writes a number; a negative one is ten bytes.</summary>
    public void Varint(ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= BitsOfByte)
        {
            _rest[length++] = (byte)(value | 0x80);
        }

        _rest[length++] = (byte)value;
        _rest = _rest[length..];
    }

    /// <summary>Writes eight bytes, little-endian.</summary>
    public void Fixed64(long bits)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_rest, bits);
        _rest = _rest[8..];
    }

    /// <summary>Writes four bytes, little-endian.</summary>
    public void Fixed32(int bits)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_rest, bits);
        _rest = _rest[4..];
    }

    /// <summary>Writes bytes with their length before them.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)bytes.Length);
        bytes.CopyTo(_rest);
        _rest = _rest[bytes.Length..];
    }

    /// <summary>Writes bytes as they are, such as fields that were written before.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_rest);
        _rest = _rest[bytes.Length..];
    }

    /// <summary>Writes a text in UTF-8 with its length before it.</summary>
    public void Text(string text)
    {
        Varint((ulong)Encoding.UTF8.GetByteCount(text));
        _rest = _rest[Encoding.UTF8.GetBytes(text, _rest)..];
    }
}
