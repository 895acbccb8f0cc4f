namespace Catalog.Core.Storage;

/// <summary>The compressed bytes of a gzip as <see cref="System.IO.Compression.DeflateStream"/> reads them. Remembers the last piece that was read. Not thread-safe.</summary>
internal sealed class GzipInput(Stream compressed) : Stream
{
    private const int BufferBytes = 64 * 1024;

    private byte[] _buffer = new byte[BufferBytes];
    private int _piece;
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The length is not known.");

    public override long Position
    {
        get => throw new NotSupportedException("It is read forwards only.");
        set => throw new NotSupportedException("It is read forwards only.");
    }

    /// <summary>What is here and was not read.</summary>
    internal ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
        {
            Forget();
            Fill();
        }

        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end)
        {
            Forget();
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return Take(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("It is read forwards only.");

    public override void SetLength(long value) => throw new NotSupportedException("It is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read only.");

    /// <summary>Fetches more behind what is here.</summary>
    /// <returns>How much; 0 at the end.</returns>
    internal int Fill()
    {
        MakeRoom();
        var read = compressed.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read;
    }

    /// <inheritdoc cref="Fill" />
    internal async ValueTask<int> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await compressed.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read;
    }

    /// <summary>Goes behind the bytes, which stand somewhere in the last piece or directly behind it; false when they are not here.</summary>
    internal bool TrySkipTo(ReadOnlySpan<byte> bytes)
    {
        var searched = _buffer.AsSpan(_piece, Math.Min(_end, _start + bytes.Length) - _piece);
        var place = searched.IndexOf(bytes);
        if (place < 0)
        {
            return false;
        }

        _start = _piece = _piece + place + bytes.Length;
        return true;
    }

    /// <summary>Whether so many bytes are here behind the last piece.</summary>
    internal bool IsRich(int bytes) => _end - _start >= bytes;

    /// <summary>Goes on by some of the bytes.</summary>
    internal void Skip(int bytes) => _piece = _start += bytes;

    private int Take(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _end - _start);
        if (taken > 0)
        {
            _buffer.AsSpan(_start, taken).CopyTo(buffer);
            _piece = _start;
            _start += taken;
        }

        return taken;
    }

    private void Forget() => _piece = _start;

    private void MakeRoom()
    {
        _buffer.AsSpan(_piece, _end - _piece).CopyTo(_buffer);
        (_start, _end, _piece) = (_start - _piece, _end - _piece, 0);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
