using System.Runtime.InteropServices;

namespace FeatureStore.DuckDb.Training.Sorting;

/// <summary>
/// Memory in pages, taken from the system in large pieces and used again; given back as a whole. Events are written all over it, so it is asked for in huge pages: with small ones each
/// event would cost a miss of the address cache, and the first touch of all of them a second for 400 MiB. Thread-safe.
/// </summary>
internal sealed unsafe partial class PageMemory : IDisposable
{
    /// <summary>Bytes of a page.</summary>
    internal const int PageBytes = 128 * 1024;

    private const int PieceBytes = 2 * 1024 * 1024;
    private const int AdviseHugePages = 14;

    private readonly Lock _lock = new();
    private readonly Stack<nint> _free = new();
    private readonly List<nint> _pieces = [];
    private readonly Dictionary<nint, int> _large = [];
    private long _largeBytes;
    private long _mostLargeBytes;

    /// <summary>The most that was taken from the system at a time.</summary>
    internal long Bytes
    {
        get
        {
            lock (_lock)
            {
                return ((long)_pieces.Count * PieceBytes) + _mostLargeBytes;
            }
        }
    }

    /// <summary>Takes a page.</summary>
    /// <param name="bytes">What it must hold; more than <see cref="PageBytes"/> makes it as large as that.</param>
    /// <param name="page">Its address.</param>
    internal Span<byte> Take(int bytes, out nint page)
    {
        lock (_lock)
        {
            if (bytes > PageBytes)
            {
                page = (nint)NativeMemory.Alloc((nuint)bytes);
                _large.Add(page, bytes);
                _largeBytes += bytes;
                _mostLargeBytes = Math.Max(_mostLargeBytes, _largeBytes);
                return new Span<byte>((void*)page, bytes);
            }

            if (!_free.TryPop(out page))
            {
                AddPiece();
                page = _free.Pop();
            }

            return new Span<byte>((void*)page, PageBytes);
        }
    }

    /// <summary>Gives a page back, to be taken again.</summary>
    internal void Return(nint page)
    {
        lock (_lock)
        {
            if (_large.Remove(page, out var bytes))
            {
                _largeBytes -= bytes;
                NativeMemory.Free((void*)page);
            }
            else
            {
                _free.Push(page);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _pieces.ForEach(static piece => NativeMemory.AlignedFree((void*)piece));
            foreach (var page in _large.Keys)
            {
                NativeMemory.Free((void*)page);
            }

            _pieces.Clear();
            _large.Clear();
            _free.Clear();
        }
    }

    private void AddPiece()
    {
        var piece = (nint)NativeMemory.AlignedAlloc(PieceBytes, PieceBytes);
        if (OperatingSystem.IsLinux())
        {
            // Advice: where it is not taken, small pages do.
            _ = Advise(piece, PieceBytes, AdviseHugePages);
        }

        _pieces.Add(piece);
        for (var offset = PieceBytes - PageBytes; offset >= 0; offset -= PageBytes)
        {
            _free.Push(piece + offset);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);
}
