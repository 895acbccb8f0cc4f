using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Catalog.Core.Storage;

/// <summary>
/// Reads a gzip (RFC 1952) of one or more members, forwards only, and refuses whatever is not whole: unlike <see cref="System.IO.Compression.GZipStream"/>, which
/// checks neither length nor checksum of a member that is cut off in its last bytes, and takes a damaged second member for the end. Zero bytes may follow the
/// last member. Not thread-safe.
/// </summary>
/// <param name="compressed">The stream to read.</param>
/// <param name="leaveOpen">Whether disposing of this leaves <paramref name="compressed"/> open.</param>
public sealed class GzipReadStream(Stream compressed, bool leaveOpen = false) : Stream
{
    private const int BufferBytes = 64 * 1024;
    private const int TrailerBytes = 8;

    /// <summary>The inflater takes some bytes ahead and gives them back at the end of a member, so the last ones of the piece before are kept.</summary>
    private const int KeptBytes = 8;

    private readonly byte[] _input = new byte[KeptBytes + BufferBytes];
    private readonly Inflater _inflater = new(noHeader: true);
    private readonly Crc32 _checksum = new();
    private readonly GzipHeader _header = new();
    private readonly byte[] _trailer = new byte[TrailerBytes];
    private int _start = KeptBytes;
    private int _end = KeptBytes;
    private int _trailerLength;
    private long _members;
    private bool _isInMember;
    private bool _hasEnded;

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
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            var read = Decode(buffer, offset, count);
            if (read > 0 || _hasEnded || count == 0)
            {
                return read;
            }

            Filled(compressed.Read(FreeInput().Span));
        }
    }

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The bytes are no gzip, are damaged or cut off.</exception>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => DecodeAsync(new ArraySegment<byte>(buffer, offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The bytes are no gzip, are damaged or cut off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (MemoryMarshal.TryGetArray<byte>(buffer, out var array))
        {
            return await DecodeAsync(array, cancellationToken).ConfigureAwait(false);
        }

        var copy = new byte[Math.Min(buffer.Length, BufferBytes)];
        var read = await DecodeAsync(copy, cancellationToken).ConfigureAwait(false);
        copy.AsMemory(0, read).CopyTo(buffer);
        return read;
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
        if (disposing && !leaveOpen)
        {
            compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> DecodeAsync(ArraySegment<byte> target, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = Decode(target.Array!, target.Offset, target.Count); // A segment made here or by TryGetArray has an array.
            if (read > 0 || _hasEnded || target.Count == 0)
            {
                return read;
            }

            Filled(await compressed.ReadAsync(FreeInput(), cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Takes what there is of the input; 0 when more of it is needed, or at the end.</summary>
    private int Decode(byte[] buffer, int offset, int count)
    {
        while (_start < _end || (_isInMember && !_inflater.IsFinished && !_inflater.IsNeedingInput))
        {
            if (_isInMember && !_inflater.IsFinished)
            {
                var read = Inflate(buffer, offset, count);
                if (read > 0 || count == 0)
                {
                    return read;
                }
            }
            else if (_isInMember)
            {
                TakeTrailer();
            }
            else
            {
                TakeHeader();
            }
        }

        return 0;
    }

    private int Inflate(byte[] buffer, int offset, int count)
    {
        try
        {
            if (_inflater.IsNeedingInput)
            {
                _inflater.SetInput(_input, _start, _end - _start);
                _start = _end;
            }

            var read = _inflater.Inflate(buffer, offset, count);
            if (_inflater.IsFinished)
            {
                _start = _end - _inflater.RemainingInput;
            }

            _checksum.Update(new ArraySegment<byte>(buffer, offset, read));
            return read;
        }
        catch (SharpZipBaseException error)
        {
            throw new InvalidDataException($"Its member {_members} is damaged: {error.Message}", error);
        }
    }

    private void TakeTrailer()
    {
        var taken = Math.Min(TrailerBytes - _trailerLength, _end - _start);
        _input.AsSpan(_start, taken).CopyTo(_trailer.AsSpan(_trailerLength));
        _start += taken;
        _trailerLength += taken;
        if (_trailerLength < TrailerBytes)
        {
            return;
        }

        var (checksum, length) = (BinaryPrimitives.ReadUInt32LittleEndian(_trailer), BinaryPrimitives.ReadUInt32LittleEndian(_trailer.AsSpan(sizeof(uint))));
        if (checksum != (uint)_checksum.Value || length != (uint)_inflater.TotalOut)
        {
            throw new InvalidDataException($"Its member {_members} is damaged: checksum or length at its end are not those of its bytes.");
        }

        _isInMember = false;
    }

    private void TakeHeader()
    {
        if (_members > 0 && _header.IsAtStart && _input[_start] == 0)
        {
            _start++;
            _header.OnlyZerosMayFollow = true;
            return;
        }

        if (_header.Take(_input.AsSpan(_start, _end - _start), _members, out var taken))
        {
            _inflater.Reset();
            _checksum.Reset();
            _trailerLength = 0;
            _isInMember = true;
            _members++;
        }

        _start += taken;
    }

    private Memory<byte> FreeInput()
    {
        _input.AsSpan(_end - KeptBytes, KeptBytes).CopyTo(_input);
        _start = _end = KeptBytes;
        return _input.AsMemory(KeptBytes);
    }

    private void Filled(int read)
    {
        _end += read;
        if (read == 0)
        {
            if (_isInMember || !_header.IsAtStart || _members == 0)
            {
                throw new InvalidDataException(_members == 0 && _header.IsAtStart ? "It is empty." : $"It is cut off in its member {Math.Max(1, _members + (_isInMember ? 0 : 1))}.");
            }

            _hasEnded = true;
        }
    }
}
