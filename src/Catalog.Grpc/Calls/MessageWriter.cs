using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Catalog.Grpc.Calls;

/// <summary>Writes the messages of a response. Not thread-safe.</summary>
/// <param name="output">The body.</param>
/// <param name="isCompressing">Whether messages are compressed with gzip where that makes them smaller.</param>
internal sealed class MessageWriter(PipeWriter output, bool isCompressing)
{
    /// <summary>Below it a message grows by its compression, or gains nothing.</summary>
    private const int LeastToCompress = 256;

    /// <summary>Writes a message and waits until the client keeps up.</summary>
    internal async ValueTask WriteAsync<T>(T message, GrpcMarshaller<T> marshaller, CancellationToken cancellationToken)
    {
        Write(message, marshaller);
        var flushed = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (flushed.IsCompleted)
        {
            throw new OperationCanceledException("The caller is gone.");
        }
    }

    /// <summary>Writes a message that goes out together with the end of the call.</summary>
    internal void Write<T>(T message, GrpcMarshaller<T> marshaller)
    {
        var size = marshaller.SizeOf(message);
        if (isCompressing && size >= LeastToCompress)
        {
            WriteCompressed(message, marshaller, size);
        }
        else
        {
            WriteHeader(size, isCompressed: false);
            marshaller.Write(message, output);
        }
    }

    private void WriteCompressed<T>(T message, GrpcMarshaller<T> marshaller, int size)
    {
        using var plain = new PooledBytes(size);
        marshaller.Write(message, plain);
        using var compressed = MessageEncoding.Compress(plain.WrittenMemory.Span);
        var isSmaller = compressed.WrittenCount < plain.WrittenCount;
        var chosen = isSmaller ? compressed : plain;
        WriteHeader(chosen.WrittenCount, isSmaller);
        output.Write(chosen.WrittenMemory.Span);
    }

    private void WriteHeader(int length, bool isCompressed)
    {
        var header = output.GetSpan(MessageReader.HeaderBytes);
        header[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
        output.Advance(MessageReader.HeaderBytes);
    }
}
