using System.Buffers.Binary;

namespace FeatureStore.Feast;

/// <summary>Reads protobuf field by field (https://protobuf.dev/programming-guides/encoding/). Every length is checked before it is believed; what does not fit is an <see cref="InvalidDataException"/>.</summary>
/// <param name="bytes">The message.</param>
public ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Wire type of whole numbers, booleans and enums.</summary>
    public const int VarintType = 0;

    /// <summary>Wire type of doubles.</summary>
    public const int Fixed64Type = 1;

    /// <summary>Wire type of texts, bytes, messages and packed numbers.</summary>
    public const int BytesType = 2;

    /// <summary>Wire type of floats.</summary>
    public const int Fixed32Type = 5;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether all was read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads which field comes, and how it is written.</summary>
    public (int Field, int WireType) Tag()
    {
        var tag = Varint();
        return ((int)(tag >> 3), (int)(tag & 7));
    }

    /// <summary>Reads a number of up to ten bytes.</summary>
    public ulong Varint()
    {
        var value = 0ul;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number has more than ten bytes");
    }

    /// <summary>Reads eight bytes, little-endian.</summary>
    public long Fixed64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>Reads four bytes, little-endian.</summary>
    public int Fixed32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    /// <summary>Reads a length and as many bytes.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Varint();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw new InvalidDataException("a length goes beyond the end");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException("it is cut off");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
