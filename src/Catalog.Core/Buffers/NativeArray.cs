using System.Runtime.InteropServices;

namespace Catalog.Core.Buffers;

/// <summary>
/// An array outside the managed heap, for hundreds of megabytes that live as long as one step of a work: dispose of it and the system has the memory back at once, where the garbage collector would keep
/// several such arrays until it needs room. Zero at first. Not thread-safe; not to be used after it is disposed of.
/// </summary>
/// <typeparam name="T">Type of the entries.</typeparam>
public sealed unsafe class NativeArray<T> : IDisposable
    where T : unmanaged
{
    private T* _entries;

    /// <summary>Takes the memory.</summary>
    /// <param name="length">Entries; not negative.</param>
    /// <exception cref="OutOfMemoryException">There is not as much.</exception>
    public NativeArray(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _entries = (T*)NativeMemory.AllocZeroed((nuint)length, (nuint)sizeof(T));
        Length = length;
    }

    /// <summary>Gives the memory back where nobody did.</summary>
    ~NativeArray() => Free();

    /// <summary>How many entries there are; 0 once it is disposed of.</summary>
    public int Length { get; private set; }

    /// <summary>An entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Length)
            {
                ThrowOutOfRange(index);
            }

            return ref _entries[index];
        }
    }

    /// <summary>Entries side by side; valid until the array is disposed of.</summary>
    public Span<T> AsSpan(int start, int length) => new Span<T>(_entries, Length).Slice(start, length);

    /// <summary>All entries; valid until the array is disposed of.</summary>
    public Span<T> AsSpan() => new(_entries, Length);

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        Length = 0;
        NativeMemory.Free(_entries);
        _entries = null;
    }

    private void ThrowOutOfRange(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Length} entries.");
}
