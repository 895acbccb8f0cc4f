namespace Catalog.Core.Storage;

/// <summary>Recognises the header of a gzip member (RFC 1952, 2.3), which may come in pieces. Not thread-safe.</summary>
internal sealed class GzipHeader
{
    private const int FixedBytes = 10;
    private const byte Deflate = 8;

    private int _position;
    private byte _flags;
    private int _extraLength;
    private Part _part = Part.Fixed;

    private enum Part
    {
        Fixed,
        ExtraLength,
        Extra,
        Name,
        Comment,
        Checksum,
        End,
    }

    /// <summary>Whether nothing of a header was taken yet.</summary>
    internal bool IsAtStart => _part == Part.Fixed && _position == 0;

    /// <summary>Whether the padding after the last member has begun.</summary>
    internal bool OnlyZerosMayFollow { get; set; }

    /// <summary>Takes bytes until the header is whole; then it begins anew.</summary>
    /// <param name="bytes">What comes next.</param>
    /// <param name="members">Members before this one, for the message.</param>
    /// <param name="taken">How many of the bytes belong to the header.</param>
    /// <returns>Whether the header is whole.</returns>
    /// <exception cref="InvalidDataException">They are no header.</exception>
    internal bool Take(ReadOnlySpan<byte> bytes, long members, out int taken)
    {
        taken = 0;
        while (taken < bytes.Length && _part != Part.End)
        {
            Take(bytes[taken++], members);
            SkipAbsentParts();
        }

        if (_part != Part.End)
        {
            return false;
        }

        (_part, _position) = (Part.Fixed, 0);
        return true;
    }

    private void Take(byte value, long members)
    {
        _position++;
        switch (_part)
        {
            case Part.Fixed:
                TakeFixed(value, members);
                break;
            case Part.ExtraLength:
                _extraLength |= value << (8 * (_position - 1));
                Next(_position == 2);
                break;
            case Part.Extra:
                Next(_position == _extraLength);
                break;
            case Part.Name or Part.Comment:
                Next(value == 0);
                break;
            default:
                Next(_position == 2);
                break;
        }
    }

    private void TakeFixed(byte value, long members)
    {
        if (OnlyZerosMayFollow || (_position <= GzipReadStream.Magic.Length && value != GzipReadStream.Magic[_position - 1]))
        {
            throw new InvalidDataException(members == 0 ? "It does not begin like a gzip." : $"After its member {members} comes something that is no gzip.");
        }

        if (_position == 3 && value != Deflate)
        {
            throw new InvalidDataException($"Its member {members + 1} is compressed with method {value}; only {Deflate}, deflate, is known.");
        }

        if (_position == 4)
        {
            (_flags, _extraLength) = (value, 0);
        }

        Next(_position == FixedBytes);
    }

    private void Next(bool isOver)
    {
        if (isOver)
        {
            (_part, _position) = (_part + 1, 0);
        }
    }

    private void SkipAbsentParts()
    {
        while (_position == 0 && _part is not (Part.Fixed or Part.End) && !IsPresent(_part))
        {
            _part++;
        }
    }

    private bool IsPresent(Part part) => part switch
    {
        Part.ExtraLength => (_flags & 4) != 0,
        Part.Extra => _extraLength > 0,
        Part.Name => (_flags & 8) != 0,
        Part.Comment => (_flags & 16) != 0,
        _ => (_flags & 2) != 0,
    };
}
