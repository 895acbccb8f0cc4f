using System.Buffers.Binary;

namespace FeatureStore.DuckDb.Training.Sorting;

/// <summary>The bytes of an event that is being sorted: its length, key and step, then whatever goes with it.</summary>
internal static unsafe class EventRow
{
    /// <summary>Bytes before what goes with the event.</summary>
    internal const int HeadLength = 16;

    private const int KeyAt = 4;
    private const int StepAt = 8;

    /// <summary>The row at an address, which must be one.</summary>
    internal static ReadOnlySpan<byte> At(nint address) => new((void*)address, *(int*)address);

    /// <summary>Bytes of the whole row.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt32LittleEndian(row);

    /// <summary>Number of the key.</summary>
    internal static int KeyOf(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt32LittleEndian(row[KeyAt..]);

    /// <summary>What events of one key are sorted by.</summary>
    internal static long StepOf(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64LittleEndian(row[StepAt..]);

    /// <summary>What goes with the event.</summary>
    internal static ReadOnlySpan<byte> RestOf(ReadOnlySpan<byte> row) => row[HeadLength..];

    /// <summary>Writes a row of <see cref="HeadLength"/> and the bytes that go with it.</summary>
    internal static void Write(Span<byte> row, int key, long step, ReadOnlySpan<byte> rest)
    {
        BinaryPrimitives.WriteInt32LittleEndian(row, HeadLength + rest.Length);
        BinaryPrimitives.WriteInt32LittleEndian(row[KeyAt..], key);
        BinaryPrimitives.WriteInt64LittleEndian(row[StepAt..], step);
        rest.CopyTo(row[HeadLength..]);
    }
}
