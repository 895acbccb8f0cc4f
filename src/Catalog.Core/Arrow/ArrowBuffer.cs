namespace Catalog.Core.Arrow;

/// <summary>Bytes that grow at the end, and whose memory is used again after <see cref="Clear"/>. Not thread-safe.</summary>
internal sealed class ArrowBuffer
{
    private byte[] _bytes = [];

    internal int Length { get; private set; }

    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    internal void Clear() => Length = 0;

    /// <summary>Room for more bytes at the end; they hold anything until they are written.</summary>
    /// <exception cref="InvalidOperationException">The buffer of one column in one batch would be larger than an array can be.</exception>
    internal Span<byte> Grow(int count)
    {
        var length = (long)Length + count;
        if (length > _bytes.Length)
        {
            Reserve(length);
        }

        var room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }

    /// <summary>Adds a bit, where <paramref name="index"/> bits are there.</summary>
    internal void AddBit(int index, bool bit)
    {
        if ((index & 7) == 0)
        {
            Grow(1)[0] = bit ? (byte)1 : (byte)0;
        }
        else if (bit)
        {
            _bytes[Length - 1] |= (byte)(1 << (index & 7));
        }
    }

    /// <summary>Adds bits that are all 1 to none.</summary>
    internal void AddOnes(int count)
    {
        var bytes = Grow((count + 7) / 8);
        bytes.Fill(byte.MaxValue);
        if ((count & 7) != 0)
        {
            bytes[^1] = (byte)((1 << (count & 7)) - 1);
        }
    }

    private void Reserve(long length)
    {
        if (length > Array.MaxLength)
        {
            throw new InvalidOperationException($"A column of one Arrow batch would have {length} bytes; an Arrow array may have {Array.MaxLength}. Fill batches with fewer rows.");
        }

        Array.Resize(ref _bytes, (int)Math.Clamp(_bytes.Length * 2L, Math.Max(length, 64), Array.MaxLength));
    }
}
