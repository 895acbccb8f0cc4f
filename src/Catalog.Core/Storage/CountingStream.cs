namespace Catalog.Core.Storage;

/// <summary>Counts the bytes read from a stream, forwards only. Disposing of it disposes of the stream. Not thread-safe.</summary>
/// <param name="inner">The stream to read.</param>
/// <param name="told">Told after each piece how many bytes have come; null when nobody listens.</param>
public sealed class CountingStream(Stream inner, Action<long>? told = null) : Stream
{
    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => inner.Length;

    /// <inheritdoc />
    public override long Position
    {
        get => Count;
        set => throw new InvalidOperationException("A counted stream is read forwards only.");
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => Counted(inner.Read(buffer));

    /// <inheritdoc />
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => Counted(await inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Counted(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new InvalidOperationException("A counted stream is read forwards only.");

    /// <inheritdoc />
    public override void SetLength(long value) => throw new InvalidOperationException("A counted stream is read only.");

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("A counted stream is read only.");

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(int read)
    {
        Count += read;
        told?.Invoke(Count);
        return read;
    }
}
