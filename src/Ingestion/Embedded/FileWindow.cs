using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Ingestion.Embedded;

/// <summary>
/// Reads a file forward through a pooled buffer, so that many small headers cost few system calls and what is skipped is not read. Not thread-safe; several windows over
/// one file do not disturb each other.
/// </summary>
/// <param name="file">The file; not closed here.</param>
/// <param name="length">Bytes beyond this are taken as not there.</param>
internal sealed class FileWindow(SafeFileHandle file, long length) : IDisposable
{
    private const int Size = 128 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Size);
    private long _start;
    private int _count;

    public long Length => length;

    /// <summary>The bytes at a position: <paramref name="count"/> of them, fewer only at the end of the file. Valid until the next call.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(long position, int count, CancellationToken cancellationToken)
    {
        count = (int)Math.Min(count, Math.Max(0, length - position));
        return position >= _start && position + count <= _start + _count
            ? new(_buffer.AsMemory((int)(position - _start), count))
            : FillAsync(position, count, cancellationToken);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async ValueTask<ReadOnlyMemory<byte>> FillAsync(long position, int count, CancellationToken cancellationToken)
    {
        if (count > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(count);
        }

        _start = position;
        _count = 0;
        var wanted = (int)Math.Min(_buffer.Length, length - position);
        while (_count < wanted)
        {
            var read = await RandomAccess.ReadAsync(file, _buffer.AsMemory(_count, wanted - _count), position + _count, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            _count += read;
        }

        return _buffer.AsMemory(0, Math.Min(count, _count));
    }
}
