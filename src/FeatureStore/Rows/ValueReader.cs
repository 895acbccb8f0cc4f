using System.Buffers.Binary;
using System.Text;
using Catalog.Core.Values;

namespace FeatureStore.Rows;

/// <summary>Reads what <see cref="ValueWriter"/> wrote. Every length is checked before it is believed.</summary>
public ref struct ValueReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    /// <summary>Whether everything was read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => Take(1)[0];

    /// <summary>Reads eight bytes.</summary>
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>Reads a count.</summary>
    public int ReadCount()
    {
        uint count = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var part = ReadByte();
            count |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return count <= int.MaxValue ? (int)count : throw Corrupt();
            }
        }

        throw Corrupt();
    }

    /// <summary>Reads a count and that many bytes, without a copy.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadCount());

    /// <summary>Reads UTF-8 text.</summary>
    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>Reads a value.</summary>
    public Value ReadValue()
    {
        var type = ReadByte();
        if ((type & ValueWriter.ListFlag) == 0)
        {
            return ReadScalar((ScalarType)type);
        }

        var element = (ScalarType)(type & ~ValueWriter.ListFlag);
        var count = ReadCount();
        if (count > _rest.Length || element is < ScalarType.Bytes or > ScalarType.Timestamp)
        {
            throw Corrupt();
        }

        var items = new Value[count];
        for (var i = 0; i < count; i++)
        {
            var itemType = (ScalarType)ReadByte();
            items[i] = itemType == element || itemType == ScalarType.Invalid ? ReadScalar(itemType) : throw Corrupt();
        }

        return Value.OfList(element, items);
    }

    /// <summary>Passes over a value without making it.</summary>
    public void SkipValue()
    {
        var type = ReadByte();
        if ((type & ValueWriter.ListFlag) == 0)
        {
            SkipScalar((ScalarType)type);
            return;
        }

        for (var count = ReadCount(); count > 0; count--)
        {
            SkipScalar((ScalarType)ReadByte());
        }
    }

    private void SkipScalar(ScalarType type) => Take(type switch
    {
        ScalarType.Invalid => 0,
        ScalarType.Bool => 1,
        ScalarType.Int32 or ScalarType.Float => 4,
        ScalarType.Int64 or ScalarType.Double or ScalarType.Timestamp => 8,
        ScalarType.String or ScalarType.Bytes => ReadCount(),
        _ => throw Corrupt(),
    });

    private Value ReadScalar(ScalarType type) => type switch
    {
        ScalarType.Invalid => Value.Null,
        ScalarType.Bool => Value.Of(ReadByte() != 0),
        ScalarType.Int32 => Value.Of(BinaryPrimitives.ReadInt32LittleEndian(Take(4))),
        ScalarType.Float => Value.Of(BinaryPrimitives.ReadSingleLittleEndian(Take(4))),
        ScalarType.Int64 => Value.Of(ReadInt64()),
        ScalarType.Double => Value.Of(BinaryPrimitives.ReadDoubleLittleEndian(Take(8))),
        ScalarType.Timestamp => Value.Of(new Instant(ReadInt64())),
        ScalarType.String => Value.Of(ReadText()),
        ScalarType.Bytes => Value.Of(ReadBytes().ToArray()),
        _ => throw Corrupt(),
    };

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Corrupt();
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static FeatureStoreException Corrupt()
        => new(FeatureStoreErrorCode.CorruptData, "Stored bytes cannot be decoded: a length or a type does not fit.");
}
