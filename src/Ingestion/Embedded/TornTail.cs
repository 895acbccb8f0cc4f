using System.Buffers.Binary;

namespace Ingestion.Embedded;

/// <summary>
/// Tells an append that a crash cut short, which nobody was told of and which may go, from damage to events that were acknowledged, which must never be cut away.
/// </summary>
internal static class TornTail
{
    private const int SectorLength = 512;

    /// <summary>Why the bytes from <paramref name="position"/> to the end of the newest segment cannot be a torn append; null when they can.</summary>
    /// <param name="window">The newest segment.</param>
    /// <param name="segment">Its number.</param>
    /// <param name="position">Where the first frame that is not whole begins.</param>
    /// <param name="durable">How far the segment is known to be durable from elsewhere.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask<string?> FindDamageAsync(FileWindow window, long segment, long position, long durable, CancellationToken cancellationToken)
    {
        if (durable > position)
        {
            return $"the disk had confirmed the file up to byte {durable}";
        }

        if (await FindLaterProofAsync(window, segment, position, cancellationToken).ConfigureAwait(false) is { } later)
        {
            return $"a whole frame at byte {later} says that this place had been confirmed by the disk";
        }

        var end = await EndOfFrameAsync(window, segment, position, cancellationToken).ConfigureAwait(false);
        if (end > window.Length || await HasLostSectorAsync(window, position, end, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        return "all bytes of the frame are there, but they are not those that were written";
    }

    /// <summary>Where the frame would end as far as its own lengths can be trusted.</summary>
    private static async ValueTask<long> EndOfFrameAsync(FileWindow window, long segment, long position, CancellationToken cancellationToken)
    {
        var start = await window.ReadAsync(position, FrameLayout.FixedLength, cancellationToken).ConfigureAwait(false);
        return start.Length == FrameLayout.FixedLength && Frame.TryReadFixed(start.Span, segment, position, out _, out var length)
            ? position + length
            : position + FrameLayout.FixedLength;
    }

    /// <summary>
    /// A sector that never reached the disk reads as zeros, because the file had grown over it. The parts of the first and last sector that belong to the frame count as sectors.
    /// </summary>
    private static async ValueTask<bool> HasLostSectorAsync(FileWindow window, long position, long end, CancellationToken cancellationToken)
    {
        while (position < end)
        {
            var next = Math.Min(end, (position / SectorLength * SectorLength) + SectorLength);
            var bytes = await window.ReadAsync(position, (int)(next - position), cancellationToken).ConfigureAwait(false);
            if (!bytes.Span.ContainsAnyExcept((byte)0))
            {
                return true;
            }

            position = next;
        }

        return false;
    }

    /// <summary>A frame further on that was begun after the place had been flushed.</summary>
    private static async ValueTask<long?> FindLaterProofAsync(FileWindow window, long segment, long position, CancellationToken cancellationToken)
    {
        const int Step = 64 * 1024;
        var magic = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, FrameLayout.Magic);
        for (var from = position + 1; from < window.Length;)
        {
            var bytes = await window.ReadAsync(from, Step, cancellationToken).ConfigureAwait(false);
            var at = bytes.Span.IndexOf(magic);
            if (at < 0)
            {
                // The magic may lie across the border of two steps.
                from += Math.Max(1, bytes.Length - magic.Length + 1);
                continue;
            }

            from += at;
            var start = await window.ReadAsync(from, FrameLayout.FixedLength, cancellationToken).ConfigureAwait(false);
            if (start.Length == FrameLayout.FixedLength
                && Frame.TryReadFixed(start.Span, segment, from, out _, out _)
                && Frame.ReadDurablePosition(start.Span) > position)
            {
                return from;
            }

            from++;
        }

        return null;
    }
}
