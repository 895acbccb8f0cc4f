namespace Ingestion.Embedded;

/// <summary>Some consecutive events of one partition within a frame.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Count">Number of events.</param>
/// <param name="FirstOffset">Offset of the first event.</param>
/// <param name="Length">Bytes of the block.</param>
/// <param name="Checksum">CRC-32C of those bytes.</param>
internal readonly record struct FrameBlock(int Partition, int Count, long FirstOffset, int Length, uint Checksum);
