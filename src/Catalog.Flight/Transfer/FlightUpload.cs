using System.Buffers.Binary;
using Catalog.Flight.Messages;
using Catalog.Grpc;
using Google.Protobuf;

namespace Catalog.Flight.Transfer;

/// <summary>
/// The rows of a call that uploads, as an Arrow IPC stream. A message may be of any size: its body goes on as it comes. Forwards only, and not thread-safe.
/// </summary>
internal sealed class FlightUpload : Stream
{
    // Field numbers of FlightData in Flight.proto.
    private const int Descriptor = 1;
    private const int DataHeader = 2;
    private const int DataBody = 1_000;

    private const int MostHeaderBytes = 16 << 20;
    private const int Alignment = 8;
    private const int MarkBytes = 8;

    private static readonly byte[] EndOfStream = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

    private readonly IAsyncEnumerator<Stream> _messages;
    private ReadOnlyMemory<byte> _waiting;
    private Stream _body = Null;
    private long _bodyLeft;
    private bool _hasEnded;

    private FlightUpload(IAsyncEnumerator<Stream> messages) => _messages = messages;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads the first message, which says what the rows are for.</summary>
    /// <param name="messages">The messages of the call; disposed of by the caller.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="GrpcException">There is none, or it does not say so.</exception>
    internal static async Task<(FlightDescriptor Descriptor, FlightUpload Rows)> BeginAsync(IAsyncEnumerator<Stream> messages, CancellationToken cancellationToken)
    {
        var upload = new FlightUpload(messages);
        var descriptor = await upload.NextAsync(cancellationToken).ConfigureAwait(false);
        return descriptor is not null ? (descriptor, upload)
            : throw Refuse("The upload does not say what it is for: its first message has no 'flight_descriptor'. Send a command that says which features are wanted.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (_waiting.Length > 0)
            {
                var count = Math.Min(buffer.Length, _waiting.Length);
                _waiting[..count].CopyTo(buffer);
                _waiting = _waiting[count..];
                return count;
            }

            if (_bodyLeft > 0)
            {
                var count = await ReadBodyAsync(buffer[..(int)Math.Min(buffer.Length, _bodyLeft)], cancellationToken).ConfigureAwait(false);
                _bodyLeft -= count;
                return count;
            }

            if (_hasEnded)
            {
                return 0;
            }

            await NextAsync(cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("An upload is read without blocking.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static GrpcException Refuse(string message, Exception? cause = null) => new(GrpcStatusCode.InvalidArgument, message, cause);

    private async Task<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var count = await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return count > 0 ? count : throw Refuse($"A message is cut off: {_bodyLeft} bytes of its 'data_body' are missing.");
        }
        catch (InvalidDataException exception)
        {
            throw Refuse($"A message says that it is compressed with gzip and is no whole gzip: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a message up to its body; gives the descriptor in it, if there is one.</summary>
    private async Task<FlightDescriptor?> NextAsync(CancellationToken cancellationToken)
    {
        if (!await _messages.MoveNextAsync().ConfigureAwait(false))
        {
            (_hasEnded, _waiting) = (true, EndOfStream);
            return null;
        }

        _body = _messages.Current;
        FlightDescriptor? descriptor = null;
        try
        {
            while (await ReadVarintAsync(isFirst: true, cancellationToken).ConfigureAwait(false) is { } tag)
            {
                if (WireFormat.GetTagFieldNumber((uint)tag) == DataBody)
                {
                    _bodyLeft = await ReadLengthAsync(tag, cancellationToken).ConfigureAwait(false);
                    return descriptor;
                }

                descriptor = await ReadFieldAsync(tag, cancellationToken).ConfigureAwait(false) ?? descriptor;
            }
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or EndOfStreamException or InvalidDataException)
        {
            throw Refuse($"A message is no 'arrow.flight.protocol.FlightData': {exception.Message}", exception);
        }

        return descriptor;
    }

    private async Task<FlightDescriptor?> ReadFieldAsync(ulong tag, CancellationToken cancellationToken)
    {
        if (WireFormat.GetTagWireType((uint)tag) == WireFormat.WireType.Varint)
        {
            await ReadVarintAsync(isFirst: false, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var length = await ReadLengthAsync(tag, cancellationToken).ConfigureAwait(false);
        if (length > MostHeaderBytes)
        {
            throw Refuse($"A message has {length} bytes in field {WireFormat.GetTagFieldNumber((uint)tag)}; the limit is {MostHeaderBytes}. Rows belong into 'data_body'.");
        }

        var bytes = new byte[length];
        await _body.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        switch (WireFormat.GetTagFieldNumber((uint)tag))
        {
            case Descriptor:
                return FlightDescriptor.Parser.ParseFrom(bytes);
            case DataHeader when length > 0:
                _waiting = Frame(bytes);
                return null;
            default:
                return null;
        }
    }

    /// <summary>The description of a message with the marks that an IPC stream has before it.</summary>
    private static byte[] Frame(byte[] header)
    {
        var length = (header.Length + Alignment - 1) / Alignment * Alignment;
        var framed = new byte[MarkBytes + length];
        BinaryPrimitives.WriteInt32LittleEndian(framed, -1);
        BinaryPrimitives.WriteInt32LittleEndian(framed.AsSpan(sizeof(int)), length);
        header.CopyTo(framed, MarkBytes);
        return framed;
    }

    private async Task<long> ReadLengthAsync(ulong tag, CancellationToken cancellationToken)
    {
        var length = WireFormat.GetTagWireType((uint)tag) == WireFormat.WireType.LengthDelimited
            ? await ReadVarintAsync(isFirst: false, cancellationToken).ConfigureAwait(false)
            : throw Refuse($"A message is no 'arrow.flight.protocol.FlightData': its field {WireFormat.GetTagFieldNumber((uint)tag)} is of another kind.");
        return length is <= long.MaxValue ? (long)length : throw Refuse("A message is no 'arrow.flight.protocol.FlightData': a field is longer than any message.");
    }

    /// <summary>The next number; null at the end of the message, where one may begin.</summary>
    private async Task<ulong?> ReadVarintAsync(bool isFirst, CancellationToken cancellationToken)
    {
        const int longest = 63;
        var one = new byte[1];
        var value = 0UL;
        for (var shift = 0; shift <= longest; shift += 7)
        {
            if (await _body.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
            {
                return isFirst && shift == 0 ? null : throw new EndOfStreamException("it ends in the middle of a number.");
            }

            value |= (ulong)(one[0] & 0x7F) << shift;
            if (one[0] < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number in it is too long.");
    }
}
