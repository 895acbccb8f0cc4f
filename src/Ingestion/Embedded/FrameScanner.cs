using Catalog.Core.Storage;

namespace Ingestion.Embedded;

/// <summary>Walks the frames of one segment in order and stops at the first that is not whole.</summary>
/// <param name="window">The segment's bytes.</param>
/// <param name="segment">Number of the segment.</param>
/// <param name="position">Where a frame begins.</param>
/// <param name="verifyBlocks">Whether the events' checksums are proven too, or only the headers'.</param>
internal sealed class FrameScanner(FileWindow window, long segment, long position, bool verifyBlocks)
{
    /// <summary>Where the next frame begins, or the damaged one.</summary>
    public long Position { get; private set; } = position;

    /// <summary>What is wrong at <see cref="Position"/>; null as long as all is well.</summary>
    public string? Defect { get; private set; }

    /// <summary>The next frame; null at the end of the segment and at a defect.</summary>
    public async ValueTask<Frame?> NextAsync(CancellationToken cancellationToken)
    {
        if (Defect is not null || Position >= window.Length)
        {
            return null;
        }

        var start = await window.ReadAsync(Position, FrameLayout.FixedLength, cancellationToken).ConfigureAwait(false);
        if (start.Length < FrameLayout.FixedLength)
        {
            return Stop("the file ends within a frame");
        }

        if (!Frame.TryReadFixed(start.Span, segment, Position, out var headerLength, out var frameLength))
        {
            return Stop("no frame begins here, or its first 60 bytes are damaged");
        }

        if (Position + frameLength > window.Length)
        {
            return Stop($"the file ends within a frame of {frameLength} bytes");
        }

        var header = await window.ReadAsync(Position, headerLength, cancellationToken).ConfigureAwait(false);
        var frame = Frame.TryReadHeader(header.Span);
        if (frame is null)
        {
            return Stop("the header of the frame does not match its checksum");
        }

        if (verifyBlocks && !await BlocksMatchAsync(frame, cancellationToken).ConfigureAwait(false))
        {
            return Stop("the events of the frame do not match their checksum");
        }

        Position = frame.End;
        return frame;
    }

    private async ValueTask<bool> BlocksMatchAsync(Frame frame, CancellationToken cancellationToken)
    {
        var position = frame.Position + frame.HeaderLength;
        foreach (var block in frame.Blocks)
        {
            var bytes = await window.ReadAsync(position, block.Length, cancellationToken).ConfigureAwait(false);
            if (bytes.Length < block.Length || Crc32C.Compute(bytes.Span) != block.Checksum)
            {
                return false;
            }

            position += block.Length;
        }

        return true;
    }

    private Frame? Stop(string defect)
    {
        Defect = defect;
        return null;
    }
}
