using System.Buffers.Binary;
using FeatureStore.Ports;

namespace FeatureStore.Redis;

/// <summary>What stands in a field: the order of the write as event time (int64 microseconds) and sequence (int64), little-endian, then the row.</summary>
internal static class StoredRow
{
    private const int OrderLength = 16;

    /// <summary>The bytes of a field.</summary>
    internal static byte[] Of(in OnlineWrite write)
    {
        var stored = new byte[OrderLength + write.Row.Length];
        BinaryPrimitives.WriteInt64LittleEndian(stored, write.EventTime.UnixMicroseconds);
        BinaryPrimitives.WriteInt64LittleEndian(stored.AsSpan(sizeof(long)), write.Sequence);
        write.Row.Span.CopyTo(stored.AsSpan(OrderLength));
        return stored;
    }

    /// <summary>The row in a field; empty when there is none.</summary>
    /// <exception cref="FeatureStoreException">The field is too short to be one.</exception>
    internal static ReadOnlyMemory<byte> RowIn(byte[]? stored) => stored switch
    {
        null => default,
        { Length: > OrderLength } => stored.AsMemory(OrderLength),
        _ => throw new FeatureStoreException(
            FeatureStoreErrorCode.CorruptData, $"A row in Redis has '{stored.Length}' bytes; it begins with {OrderLength} of order. Rebuild the online store from the event log."),
    };
}
