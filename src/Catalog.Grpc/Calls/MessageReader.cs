using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Catalog.Grpc.Calls;

/// <summary>Reads the messages of a request: each a byte that says whether it is compressed, four bytes of length, and the bytes. Not thread-safe.</summary>
/// <param name="input">The body.</param>
/// <param name="encoding">The value of <c>grpc-encoding</c>.</param>
/// <param name="maxBytes">Bytes that a message may have, also once it is decompressed.</param>
internal sealed class MessageReader(PipeReader input, string? encoding, int maxBytes)
{
    internal const int HeaderBytes = 5;

    private MessageStream? _open;

    /// <summary>The next message.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="GrpcException">The message is too large, is cut off, or is none.</exception>
    internal async ValueTask<(bool IsThere, T? Message)> ReadAsync<T>(GrpcMarshaller<T> marshaller, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (TryFrame(buffer, out var isCompressed, out var payload))
            {
                var message = Parse(payload, isCompressed, marshaller);
                input.AdvanceTo(payload.End);
                return (true, message);
            }

            if (read.IsCompleted)
            {
                return buffer.IsEmpty
                    ? (false, default(T?))
                    : throw new GrpcException(GrpcStatusCode.InvalidArgument, $"A message is cut off: the call ended {buffer.Length} bytes after its beginning.");
            }

            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>The next message as a stream, whatever its length. It can be read until the one after it is asked for.</summary>
    /// <returns>Null at the end.</returns>
    /// <exception cref="GrpcException">It is cut off, or compressed in a way that nobody knows.</exception>
    internal async ValueTask<Stream?> OpenAsync(CancellationToken cancellationToken)
    {
        await (_open?.CopyToAsync(Stream.Null, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false); // Nobody need read it to its end.
        var read = await input.ReadAtLeastAsync(HeaderBytes, cancellationToken).ConfigureAwait(false);
        if (read.Buffer.IsEmpty)
        {
            return null;
        }

        if (read.Buffer.Length < HeaderBytes)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"A message is cut off: the call ended {read.Buffer.Length} bytes after its beginning.");
        }

        var (isCompressed, length) = ReadHeader(read.Buffer);
        input.AdvanceTo(read.Buffer.GetPosition(HeaderBytes));
        _open = MessageStream.Open(input, length);
        return !isCompressed ? _open : encoding is null or MessageEncoding.Identity ? throw NotSaid() : new GZipStream(_open, CompressionMode.Decompress);
    }

    private bool TryFrame(ReadOnlySequence<byte> buffer, out bool isCompressed, out ReadOnlySequence<byte> payload)
    {
        (isCompressed, payload) = (false, default);
        if (buffer.Length < HeaderBytes)
        {
            return false;
        }

        (isCompressed, var length) = ReadHeader(buffer);
        if (length > maxBytes)
        {
            throw TooLarge($"A message has {length} bytes");
        }

        if (buffer.Length - HeaderBytes < length)
        {
            return false;
        }

        payload = buffer.Slice(HeaderBytes, length);
        return true;
    }

    private static (bool IsCompressed, uint Length) ReadHeader(ReadOnlySequence<byte> buffer)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        buffer.Slice(0, HeaderBytes).CopyTo(header);
        return (header[0] switch
        {
            0 => false,
            1 => true,
            var flag => throw new GrpcException(GrpcStatusCode.InvalidArgument, $"A message begins with the byte '{flag}'; it must be 0, or 1 for a compressed one."),
        }, BinaryPrimitives.ReadUInt32BigEndian(header[1..]));
    }

    private static GrpcException NotSaid()
        => new(GrpcStatusCode.InvalidArgument, "A message says that it is compressed, and the header 'grpc-encoding' does not say how.");

    private T Parse<T>(ReadOnlySequence<byte> payload, bool isCompressed, GrpcMarshaller<T> marshaller)
    {
        try
        {
            return isCompressed ? ParseCompressed(payload, marshaller) : marshaller.Read(payload);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"A message of {payload.Length} bytes cannot be read: {exception.Message}", exception);
        }
    }

    private T ParseCompressed<T>(ReadOnlySequence<byte> payload, GrpcMarshaller<T> marshaller)
    {
        if (encoding is null or MessageEncoding.Identity)
        {
            throw NotSaid();
        }

        using var plain = MessageEncoding.Decompress(payload, maxBytes) ?? throw TooLarge("A message has, once it is decompressed, more bytes");
        return marshaller.Read(new ReadOnlySequence<byte>(plain.WrittenMemory));
    }

    private GrpcException TooLarge(string what)
        => new(GrpcStatusCode.ResourceExhausted, $"{what}; the limit is {maxBytes}. Send less at once, or raise '{GrpcOptions.Section}:{nameof(GrpcOptions.MaxMessageBytes)}'.");
}
