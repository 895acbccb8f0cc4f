using System.Buffers;
using System.Buffers.Binary;
using Catalog.Core.Storage;

namespace FeatureStore.Embedded.Lookups;

/// <summary>How records stand in a file of the lookup log: eight bytes of header, then for each record its length (4 bytes), its CRC-32C (4 bytes) and its bytes.</summary>
internal static class LookupFrame
{
    internal const int HeaderLength = 8;
    internal const int HeadLength = 8;

    internal static ReadOnlySpan<byte> Header => "CLOOKUP1"u8;

    /// <summary>Appends what was written to <paramref name="record"/> as one record and empties it.</summary>
    internal static void Write(ArrayBufferWriter<byte> target, ArrayBufferWriter<byte> record)
    {
        var head = target.GetSpan(HeadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)record.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Crc32C.Compute(record.WrittenSpan));
        target.Advance(HeadLength);
        target.Write(record.WrittenSpan);
        record.ResetWrittenCount();
    }
}
