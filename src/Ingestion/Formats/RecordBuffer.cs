using System.Buffers;

namespace Ingestion.Formats;

/// <summary>
/// The unread part of a stream, as far as it was needed. Grows up to the longest record allowed; the bytes of the current record stay where they are until
/// the next one is asked for.
/// </summary>
internal sealed class RecordBuffer(Stream stream, int maxRecordBytes) : IDisposable
{
    private const int InitialBytes = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(InitialBytes, maxRecordBytes + 1));
    private int _start;
    private int _end;

    /// <summary>Offset in the stream of the first unread byte.</summary>
    internal long Offset { get; private set; }

    internal bool IsComplete { get; private set; }

    /// <summary>Whether no longer record may be buffered.</summary>
    internal bool IsFull => _end - _start > maxRecordBytes;

    internal ReadOnlyMemory<byte> Unread => _bytes.AsMemory(_start, _end - _start);

    /// <summary>Passes over bytes.</summary>
    internal void Consume(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Reads more; false when the stream has ended.</summary>
    /// <exception cref="IngestionException">The stream is damaged.</exception>
    internal async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (IsComplete)
        {
            return false;
        }

        MakeRoom();
        var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
        _end += read;
        IsComplete = read == 0;
        return !IsComplete;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw new IngestionException(
                IngestionErrorCode.UnreadableFile,
                $"The gzip stream is damaged or cut off after {Offset + (_end - _start)} uncompressed bytes: {error.Message} Fetch the file again.",
                error);
        }
    }

    private void MakeRoom()
    {
        if (_end < _bytes.Length)
        {
            return;
        }

        var unread = _end - _start;
        var target = _start > _bytes.Length / 2 ? _bytes : ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, unread + 1));
        _bytes.AsSpan(_start, unread).CopyTo(target);
        if (target != _bytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = target;
        }

        _start = 0;
        _end = unread;
    }
}
