using Microsoft.Win32.SafeHandles;

namespace FeatureStore.Embedded;

/// <summary>
/// One append-only file of records. Head, 16 bytes: <c>CATROWS</c>, format version 1, then 1 when everything in earlier segments is superseded
/// by this one (a merged segment), 7 bytes zero. Only the committer appends; anybody may read what was appended.
/// </summary>
internal sealed class Segment : IDisposable
{
    /// <summary>Where the first record begins.</summary>
    internal const int HeadLength = 16;

    private const string TemporaryExtension = ".tmp";

    private readonly SafeFileHandle _file;
    private long _length;
    private long _liveBytes;

    private Segment(string path, SegmentId id, SafeFileHandle file, bool replacesEarlier)
    {
        Path = path;
        Id = id;
        _file = file;
        ReplacesEarlier = replacesEarlier;
        _length = RandomAccess.GetLength(file);
    }

    internal SegmentId Id { get; }

    internal string Path { get; private set; }

    internal string HintPath => System.IO.Path.ChangeExtension(Path, HintFile.Extension);

    /// <summary>Whether no earlier segment counts any more.</summary>
    internal bool ReplacesEarlier { get; }

    /// <summary>Number of the last commit in this segment; commits are counted from 1 in each.</summary>
    internal uint LastCommit { get; set; }

    /// <summary>Bytes that were written and made durable.</summary>
    internal long Length => Volatile.Read(ref _length);

    /// <summary>Bytes of records that the index points at.</summary>
    internal long LiveBytes => Interlocked.Read(ref _liveBytes);

    private static ReadOnlySpan<byte> Magic => "CATROWS\u0001"u8;

    /// <summary>Makes a new, empty segment.</summary>
    internal static Segment Create(string directory, SegmentId id) => Create(System.IO.Path.Combine(directory, id + SegmentId.Extension), id, false);

    /// <summary>Makes a segment that counts only once <see cref="Publish"/> is called, and then in the place of all earlier ones.</summary>
    internal static Segment CreateMerged(string directory, SegmentId id)
        => Create(System.IO.Path.Combine(directory, id + SegmentId.Extension + TemporaryExtension), id, true);

    /// <summary>Opens an existing segment. Null when the file ends before its head: it was being made when the process died.</summary>
    /// <exception cref="FeatureStoreException">The head is not one of this format.</exception>
    internal static Segment? Open(string path, SegmentId id)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        Span<byte> head = stackalloc byte[HeadLength];
        if (RandomAccess.Read(file, head, 0) < HeadLength)
        {
            file.Dispose();
            return null;
        }

        if (!head.StartsWith(Magic))
        {
            file.Dispose();
            throw OnlineStoreErrors.UnknownFormat(path);
        }

        return new Segment(path, id, file, head[Magic.Length] == 1);
    }

    /// <summary>Removes files that were being made when the process died.</summary>
    internal static void DeleteUnpublished(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*" + TemporaryExtension))
        {
            File.Delete(path);
        }
    }

    /// <summary>Writes at the end and makes it durable. When that fails, what was written is cut off again.</summary>
    /// <exception cref="IOException">The bytes are not in the segment.</exception>
    internal void Append(ReadOnlySpan<byte> records, uint commit)
    {
        try
        {
            RandomAccess.Write(_file, records, _length);
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file, _length);
            throw;
        }

        LastCommit = commit;
        Volatile.Write(ref _length, _length + records.Length);
    }

    /// <summary>Cuts the file off behind the last whole record.</summary>
    internal void Truncate(long length)
    {
        RandomAccess.SetLength(_file, length);
        RandomAccess.FlushToDisk(_file);
        Volatile.Write(ref _length, length);
    }

    /// <summary>Gives a merged segment its final name.</summary>
    internal void Publish()
    {
        var final = Path[..^TemporaryExtension.Length];
        File.Move(Path, final);
        Path = final;
    }

    /// <summary>Reads into <paramref name="buffer"/>; returns fewer bytes than asked only at the end of the file.</summary>
    /// <exception cref="ObjectDisposedException">The segment was compacted away; its rows are in another one.</exception>
    internal int Read(Span<byte> buffer, long offset)
    {
        var count = 0;
        while (count < buffer.Length)
        {
            var read = RandomAccess.Read(_file, buffer[count..], offset + count);
            if (read == 0)
            {
                break;
            }

            count += read;
        }

        return count;
    }

    /// <summary>The records from <paramref name="start"/> to the present end.</summary>
    internal SegmentScanner Scan(long start = HeadLength) => new(_file, start, Length);

    internal void AddLive(int bytes) => Interlocked.Add(ref _liveBytes, bytes);

    /// <summary>Removes the file. Readers that are at it finish; later ones find the rows elsewhere.</summary>
    internal void Delete()
    {
        Dispose();
        File.Delete(Path);
        File.Delete(HintPath);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static Segment Create(string path, SegmentId id, bool replacesEarlier)
    {
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        Span<byte> head = stackalloc byte[HeadLength];
        head.Clear();
        Magic.CopyTo(head);
        head[Magic.Length] = replacesEarlier ? (byte)1 : (byte)0;
        RandomAccess.Write(file, head, 0);
        RandomAccess.FlushToDisk(file);
        return new Segment(path, id, file, replacesEarlier);
    }
}
