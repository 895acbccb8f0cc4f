using System.Buffers.Binary;

namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>Reads the binary encoding of Avro 1.12 (https://avro.apache.org/docs/1.12.0/specification/#binary-encoding). Never reads, or makes room for, more than there is.</summary>
internal ref struct AvroBytes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Bytes that were not read yet.</summary>
    internal readonly int Left => _bytes.Length - _at;

    internal bool ReadBool() => ReadFixed(1)[0] switch
    {
        0 => false,
        1 => true,
        var other => throw new PayloadException($"a boolean in it is the byte '{other}', which is neither 0 nor 1"),
    };

    internal float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(ReadFixed(4));

    internal double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(ReadFixed(8));

    internal int ReadInt() => ReadLong() is var value and >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new PayloadException("an int in it has more than 32 bits");

    internal long ReadLong()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = ReadFixed(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if ((next & 0x80) == 0)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new PayloadException("a number in it has more than ten bytes");
    }

    /// <summary>A length and as many bytes.</summary>
    internal ReadOnlySpan<byte> ReadBytes() => ReadFixed(ReadLong());

    internal ReadOnlySpan<byte> ReadFixed(long length)
    {
        if (length < 0 || length > Left)
        {
            throw new PayloadException(length < 0 ? "a length in it is negative" : "it ends in the middle of a value");
        }

        var read = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return read;
    }

    /// <summary>The number of items in the next block of an array or map; 0 at its end. The size of a block, where it is written, says nothing that the items do not.</summary>
    internal long ReadBlock()
    {
        var count = ReadLong();
        if (count < 0)
        {
            ReadLong();
            count = count == long.MinValue ? throw new PayloadException("a block in it has a count that is no number of items") : -count;
        }

        return count;
    }
}
