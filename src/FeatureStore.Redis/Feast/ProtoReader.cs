using System.Buffers.Binary;

namespace FeatureStore.Redis.Feast;

/// <summary>Reads protobuf field by field. Every length is checked before it is believed.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    internal const int VarintType = 0;
    internal const int Fixed64Type = 1;
    internal const int BytesType = 2;
    internal const int Fixed32Type = 5;

    private ReadOnlySpan<byte> _rest = bytes;

    internal readonly bool IsAtEnd => _rest.IsEmpty;

    internal (int Field, int WireType) Tag()
    {
        var tag = Varint();
        return ((int)(tag >> 3), (int)(tag & 7));
    }

    internal ulong Varint()
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

    internal long Fixed64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    internal int Fixed32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal ReadOnlySpan<byte> Bytes()
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
