using System.Buffers.Binary;
using System.Text;
using Catalog.Core.Values;

namespace FeatureStore.Rows;

/// <summary>Reads the canonical bytes of an <see cref="EntityKey"/> back. Every length is checked before it is believed.</summary>
internal static class EntityKeyReader
{
    /// <summary>Type and length of a name, type and length of a value.</summary>
    private const int MinPartLength = 16;

    internal static IReadOnlyList<KeyValuePair<string, Value>> Read(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        var count = ReadUInt32(ref rest);
        if (count > bytes.Length / MinPartLength)
        {
            throw Corrupt();
        }

        var names = new string[count];
        for (var i = 0; i < names.Length; i++)
        {
            if (ReadUInt32(ref rest) != (uint)ScalarType.String)
            {
                throw Corrupt();
            }

            names[i] = Encoding.UTF8.GetString(ReadBytes(ref rest));
        }

        var parts = new KeyValuePair<string, Value>[count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new(names[i], ReadValue(ref rest));
        }

        return rest.IsEmpty ? parts : throw Corrupt();
    }

    private static Value ReadValue(ref ReadOnlySpan<byte> rest)
    {
        var type = (ScalarType)ReadUInt32(ref rest);
        var bytes = ReadBytes(ref rest);
        return (type, bytes.Length) switch
        {
            (ScalarType.String, _) => Value.Of(Encoding.UTF8.GetString(bytes)),
            (ScalarType.Bytes, _) => Value.Of(bytes.ToArray()),
            (ScalarType.Int32, 4) => Value.Of(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
            (ScalarType.Int64, 8) => Value.Of(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            (ScalarType.Timestamp, 8) => Value.Of(new Instant(BinaryPrimitives.ReadInt64LittleEndian(bytes))),
            _ => throw Corrupt(),
        };
    }

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> rest)
    {
        var length = ReadUInt32(ref rest);
        if (length > rest.Length)
        {
            throw Corrupt();
        }

        var bytes = rest[..(int)length];
        rest = rest[(int)length..];
        return bytes;
    }

    private static uint ReadUInt32(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4)
        {
            throw Corrupt();
        }

        var number = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[4..];
        return number;
    }

    private static FeatureStoreException Corrupt()
        => new(FeatureStoreErrorCode.CorruptData, "A stored entity key cannot be decoded: its lengths or types do not fit. Rebuild the online store from the event log.");
}
