using Microsoft.Win32.SafeHandles;

namespace Catalog.Core.Arrow;

/// <summary>The bytes of a message behind its description.</summary>
/// <param name="File">The file.</param>
/// <param name="Start">Where they begin.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct ArrowBody(SafeFileHandle File, long Start, long Length)
{
    /// <summary>Reads some bytes of one buffer.</summary>
    /// <param name="buffer">Where the buffer is in the body, and how many bytes it has.</param>
    /// <param name="first">The first byte.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidDataException">The buffer does not have them, or the body not the buffer.</exception>
    internal byte[] Read((long Offset, long Length) buffer, long first, long count)
    {
        var isInside = buffer.Offset >= 0 && buffer.Length >= 0 && buffer.Length <= Length - buffer.Offset && first >= 0 && count >= 0 && first <= buffer.Length - count;
        if (!isInside || count > Array.MaxLength)
        {
            throw new InvalidDataException($"a batch is damaged: bytes {first} to {first + count} of a buffer of {buffer.Length} bytes are needed.");
        }

        var bytes = new byte[count];
        for (var read = 0; read < bytes.Length;)
        {
            var got = RandomAccess.Read(File, bytes.AsSpan(read), Start + buffer.Offset + first + read);
            read += got > 0 ? got : throw new InvalidDataException("the file has become shorter.");
        }

        return bytes;
    }
}
