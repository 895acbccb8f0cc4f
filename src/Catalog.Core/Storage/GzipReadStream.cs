using System.Buffers.Binary;
using System.IO.Compression;

namespace Catalog.Core.Storage;

/// <summary>
/// Reads a gzip (RFC 1952) of one or more members, forwards only, and refuses whatever is not whole: unlike <see cref="GZipStream"/>, which checks neither length nor checksum of a member
/// that is cut off in its last bytes, and takes a damaged second member for the end. Zero bytes may follow the last member. Not thread-safe.
/// </summary>
/// <remarks>
/// <see cref="DeflateStream"/> does not say how far into its input the data went. The eight bytes that follow it are known, though: checksum and length of what came out. They are looked
/// for in the last piece that it took.
/// </remarks>
public sealed class GzipReadStream : Stream
{
    private const int TrailerBytes = 8;

    private readonly Stream _compressed;
    private readonly bool _leaveOpen;
    private readonly GzipInput _input;
    private readonly GzipHeader _header = new();
    private readonly Crc32 _checksum = new();
    private DeflateStream? _data;
    private bool _isTrailerNext;
    private uint _length;
    private long _members;
    private bool _hasEnded;

    /// <param name="compressed">The stream to read.</param>
    /// <param name="leaveOpen">Whether disposing of this leaves <paramref name="compressed"/> open.</param>
    public GzipReadStream(Stream compressed, bool leaveOpen = false)
        => (_compressed, _leaveOpen, _input) = (compressed, leaveOpen, new GzipInput(compressed));

    /// <summary>The first bytes of every gzip.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException("The length of a gzip is known at its end only.");

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException("A gzip is read forwards only.");
        set => throw new NotSupportedException("A gzip is read forwards only.");
    }

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The bytes are no gzip, are damaged or cut off.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The bytes are no gzip, are damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_hasEnded && buffer.Length > 0)
        {
            if (_data is { } data)
            {
                var read = data.Read(buffer);
                if (Taken(buffer[..read]))
                {
                    return read;
                }
            }
            else if (!Advance())
            {
                Filled(_input.Fill());
            }
        }

        return 0;
    }

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The bytes are no gzip, are damaged or cut off.</exception>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The bytes are no gzip, are damaged or cut off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_hasEnded && buffer.Length > 0)
        {
            if (_data is { } data)
            {
                var read = await data.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (Taken(buffer.Span[..read]))
                {
                    return read;
                }
            }
            else if (!Advance())
            {
                Filled(await _input.FillAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        return 0;
    }

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A gzip is read forwards only.");

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException("The gzip is read only.");

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The gzip is read only.");

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _data?.Dispose();
            if (!_leaveOpen)
            {
                _compressed.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Counts what came out of a member; false at its end.</summary>
    private bool Taken(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            _checksum.Add(bytes);
            _length += (uint)bytes.Length;
            return true;
        }

        _data?.Dispose();
        _data = null;
        _isTrailerNext = true;
        return false;
    }

    /// <summary>Takes what stands between the data of two members; false when more input is needed.</summary>
    private bool Advance() => _isTrailerNext ? TakeTrailer() : TakeHeader();

    private bool TakeTrailer()
    {
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _checksum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], _length);
        if (_input.TrySkipTo(trailer))
        {
            _isTrailerNext = false;
            return true;
        }

        return _input.IsRich(TrailerBytes) ? throw Damaged() : false;
    }

    private bool TakeHeader()
    {
        var bytes = _input.Rest;
        if (bytes.Length == 0)
        {
            return false;
        }

        if (_members > 0 && _header.IsAtStart && bytes[0] == 0)
        {
            _input.Skip(1);

            // The end of a member without data is zeros, too, and may have been found a byte early.
            _header.OnlyZerosMayFollow |= _length > 0;
            return true;
        }

        var isWhole = _header.Take(bytes, _members, out var taken);
        _input.Skip(taken);
        if (isWhole)
        {
            _checksum.Reset();
            _length = 0;
            _members++;
            _data = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
        }

        return true;
    }

    private void Filled(int read)
    {
        if (read > 0)
        {
            return;
        }

        if (_isTrailerNext || !_header.IsAtStart || _members == 0)
        {
            throw _isTrailerNext ? Damaged() : new InvalidDataException(_members == 0 && _header.IsAtStart ? "It is empty." : $"It is cut off in its member {_members + 1}.");
        }

        _hasEnded = true;
    }

    private InvalidDataException Damaged()
        => new($"Its member {_members} is damaged or cut off: checksum and length of its bytes do not stand at its end.");
}
