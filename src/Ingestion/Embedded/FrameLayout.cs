namespace Ingestion.Embedded;

/// <summary>
/// Bytes of a frame, which holds one appended batch. All numbers are little-endian.
/// <code>
/// fixed part   0 magic u32          4 header length u32    8 frame length u32    12 block count u32
///             16 segment i64       24 position i64        32 durable up to i64   40 arrival (microseconds) i64
///             48 producer length u32                      52 mark length u32     56 CRC-32C of bytes 0..55
/// per block    0 partition u32      4 events u32           8 first offset i64    16 length u32   20 CRC-32C of the block
/// then         producer (UTF-8), mark, CRC-32C of the header from byte 60 to here; the blocks' bytes follow in the same order
/// event        key length, payload length (both LEB128), key, payload
/// </code>
/// </summary>
/// <remarks>
/// Segment and position stand in the frame so that a stale or copied frame is never taken for one written here. "Durable up to" says how much of the segment the disk had
/// confirmed before this frame was written: damage before that point cannot be an append that a power cut tore.
/// </remarks>
internal static class FrameLayout
{
    public const uint Magic = 0x3146_4C45; // "ELF1"
    public const int FixedLength = 60;
    public const int FixedChecksum = 56;
    public const int BlockLength = 24;
    public const int ChecksumLength = 4;

    /// <summary>A block is closed when it reaches this size: small enough that one event is read without its whole batch.</summary>
    public const int BlockTarget = 32 * 1024;

    public static int HeaderLength(int blocks, int producerLength, int markLength)
        => FixedLength + (blocks * BlockLength) + producerLength + markLength + ChecksumLength;
}
