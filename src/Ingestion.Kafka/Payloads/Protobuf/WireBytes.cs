using System.Buffers.Binary;

namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>Reads a part of a payload in the wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/). Never reads, or makes room for, more than there is.</summary>
/// <param name="payload">The whole payload, so that places in it stay the same in its parts.</param>
/// <param name="part">The part.</param>
internal ref struct WireBytes(ReadOnlySpan<byte> payload, WirePart part)
{
    private readonly ReadOnlySpan<byte> _bytes = payload[..part.End];
    private int _at = part.Start;

    /// <summary>Whether all was read.</summary>
    internal readonly bool IsAtEnd => _at == _bytes.Length;

    internal ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Advance(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        throw new PayloadException("a number in it has more than ten bytes");
    }

    /// <summary>What was not read yet.</summary>
    internal readonly WirePart Rest => new(_at, _bytes.Length, WireType.Length);

    /// <summary>A zigzag number.</summary>
    internal long ReadSigned() => Unfold(ReadVarint());

    internal uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Advance(4));

    internal ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Advance(8));

    internal (int Number, WireType Type) ReadTag()
    {
        var tag = ReadVarint();
        var number = tag >> 3;
        var type = (WireType)(tag & 7);
        return number is >= 1 and <= 536_870_911 && type <= WireType.Fixed32
            ? ((int)number, type)
            : throw new PayloadException($"it has the tag '{tag}', which no field has");
    }

    /// <summary>Passes over the value of a field.</summary>
    /// <param name="number">The field's number, which ends its group.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="depth">How deep it lies.</param>
    /// <returns>Where it stands, without its length and the tags of its group.</returns>
    internal WirePart ReadValue(int number, WireType type, int depth)
    {
        var start = _at;
        switch (type)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                Advance(8);
                break;
            case WireType.Length:
                var length = ReadVarint();
                start = _at;
                Advance(length);
                break;
            case WireType.Fixed32:
                Advance(4);
                break;
            case WireType.StartGroup:
                return new WirePart(start, SkipGroup(number, depth), type);
            default:
                throw new PayloadException($"it ends the group '{number}', which it did not begin");
        }

        return new WirePart(start, _at, type);
    }

    /// <returns>Where the tag stands that ends it.</returns>
    private int SkipGroup(int number, int depth)
    {
        if (depth >= PayloadSchema.MaxDepth)
        {
            throw new PayloadException($"its values lie more than {PayloadSchema.MaxDepth} deep in each other");
        }

        while (true)
        {
            var end = _at;
            var (inner, type) = ReadTag();
            if (type == WireType.EndGroup)
            {
                return inner == number ? end : throw new PayloadException($"it ends the group '{inner}' in the group '{number}'");
            }

            ReadValue(inner, type, depth + 1);
        }
    }

    internal static long Unfold(ulong zigzag) => (long)(zigzag >> 1) ^ -(long)(zigzag & 1);

    private ReadOnlySpan<byte> Advance(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _at))
        {
            throw new PayloadException("it ends in the middle of a value");
        }

        var read = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return read;
    }
}
