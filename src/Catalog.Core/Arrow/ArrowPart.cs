namespace Catalog.Core.Arrow;

/// <summary>One message of an Arrow stream.</summary>
/// <param name="Header">Its description, a FlatBuffer.</param>
/// <param name="Buffers">Its body: each of these, filled up with zeros to a multiple of 8 bytes.</param>
public sealed record ArrowPart(ReadOnlyMemory<byte> Header, IReadOnlyList<ReadOnlyMemory<byte>> Buffers)
{
    /// <summary>Bytes of the body.</summary>
    public long BodyLength => Buffers.Sum(static buffer => (long)buffer.Length + PaddingOf(buffer));

    /// <summary>Zeros that follow a buffer.</summary>
    public static int PaddingOf(ReadOnlyMemory<byte> buffer) => ArrowMessage.PaddingOf(buffer.Length);
}
