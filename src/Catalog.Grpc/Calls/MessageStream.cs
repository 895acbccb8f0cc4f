using System.Buffers;
using System.IO.Pipelines;

namespace Catalog.Grpc.Calls;

/// <summary>The bytes of one message of a body, forwards only. Not thread-safe.</summary>
internal sealed class MessageStream : Stream
{
    private readonly PipeReader _input;
    private long _left;

    private MessageStream(PipeReader input, long length) => (_input, Length, _left) = (input, length, length);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => Length - _left;
        set => throw new NotSupportedException();
    }

    /// <summary>The next bytes of a body. Disposing of it does nothing; the body goes on.</summary>
    internal static MessageStream Open(PipeReader input, long length) => new(input, length);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0 || buffer.Length == 0)
        {
            return 0;
        }

        var read = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
        var count = (int)Math.Min(Math.Min(_left, buffer.Length), read.Buffer.Length);
        read.Buffer.Slice(0, count).CopyTo(buffer.Span);
        _input.AdvanceTo(read.Buffer.GetPosition(count));
        _left -= count;
        return count > 0 ? count : throw new GrpcException(GrpcStatusCode.InvalidArgument, $"A message of {Length} bytes is cut off: {_left} of them are missing.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A message is read without blocking.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
