using Microsoft.Win32.SafeHandles;

namespace FeatureStore.Embedded;

/// <summary>Reads the records of a file from front to back, through a buffer that grows to the largest record.</summary>
internal sealed class SegmentScanner(SafeFileHandle file, long start, long end)
{
    private byte[] _buffer = new byte[256 * 1024];
    private int _first;
    private int _count;

    /// <summary>Where the next record begins; after the last one, the end of what is whole.</summary>
    internal long Position { get; private set; } = start;

    /// <summary>The next record; false at the end, or where the bytes are no whole, intact record.</summary>
    /// <param name="record">The bytes of the record; valid until the next call.</param>
    /// <param name="offset">Where it begins in the file.</param>
    internal bool TryRead(out ReadOnlySpan<byte> record, out long offset)
    {
        offset = Position;
        record = default;
        if (!TryFill(SegmentRecord.HeadLength))
        {
            return false;
        }

        var length = SegmentRecord.LengthOf(_buffer.AsSpan(_first));
        if (!TryFill(length))
        {
            return false;
        }

        record = _buffer.AsSpan(_first, (int)length);
        if (!SegmentRecord.IsIntact(record))
        {
            return false;
        }

        _first += (int)length;
        _count -= (int)length;
        Position += length;
        return true;
    }

    private bool TryFill(long length)
    {
        if (_count >= length)
        {
            return true;
        }

        // Asked before memory is taken: the length may come from damaged bytes.
        if (length > end - Position)
        {
            return false;
        }

        if (length > _buffer.Length)
        {
            var larger = new byte[length];
            _buffer.AsSpan(_first, _count).CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_first, _count).CopyTo(_buffer);
        }

        _first = 0;
        while (_count < length)
        {
            var wanted = (int)Math.Min(_buffer.Length - _count, end - Position - _count);
            var read = RandomAccess.Read(file, _buffer.AsSpan(_count, wanted), Position + _count);
            if (read == 0)
            {
                return false;
            }

            _count += read;
        }

        return true;
    }
}
