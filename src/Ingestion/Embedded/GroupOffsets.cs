using System.Text;
using Catalog.Core.Storage;

namespace Ingestion.Embedded;

/// <summary>
/// The committed offsets of all groups of a topic, in one small file that each commit replaces. Commits that wait for the same write share it. Thread-safe.
/// </summary>
internal sealed class GroupOffsets : IAsyncDisposable
{
    private const uint Magic = 0x3147_4C45; // "ELG1"
    private const string FileName = "groups";

    private readonly LogDisk _disk;
    private readonly string _path;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Group, int Partition), long> _wanted;
    private Dictionary<(string Group, int Partition), long> _durable;
    private long _wantedVersion;
    private long _durableVersion;

    private GroupOffsets(LogDisk disk, string path, Dictionary<(string Group, int Partition), long> offsets)
    {
        _disk = disk;
        _path = path;
        _durable = offsets;
        _wanted = new(offsets);
    }

    /// <summary>Reads the file of a topic's folder; none means that nothing was committed yet.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.CorruptLog"/>.</exception>
    public static GroupOffsets Open(LogDisk disk, string directory)
    {
        var path = Path.Combine(directory, FileName);
        return new GroupOffsets(disk, path, File.Exists(path) ? Decode(path, File.ReadAllBytes(path)) : []);
    }

    /// <summary>The offset that survives a crash; 0 when the group never committed.</summary>
    public long Find(string group, int partition) => Volatile.Read(ref _durable).GetValueOrDefault((group, partition));

    public async ValueTask CommitAsync(string group, int partition, long offset)
    {
        long version;
        lock (_lock)
        {
            _wanted[(group, partition)] = offset;
            version = ++_wantedVersion;
        }

        // Another commit's write may carry this one out, so it cannot be called off.
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_durableVersion < version)
            {
                Write();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Unavailable("write the committed offsets to", _path, exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Waits for the commit that is being written; later ones fail with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        _writing.Dispose();
    }

    private void Write()
    {
        Dictionary<(string Group, int Partition), long> offsets;
        long version;
        lock (_lock)
        {
            offsets = new(_wanted);
            version = _wantedVersion;
        }

        _disk.Replace(_path, Encode(offsets));
        Volatile.Write(ref _durable, offsets);
        _durableVersion = version;
    }

    private static byte[] Encode(Dictionary<(string Group, int Partition), long> offsets)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(offsets.Count);
        foreach (var ((group, partition), offset) in offsets)
        {
            writer.Write(group);
            writer.Write(partition);
            writer.Write(offset);
        }

        writer.Flush();
        writer.Write(Crc32C.Compute(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        writer.Flush();
        return bytes.ToArray();
    }

    private static Dictionary<(string Group, int Partition), long> Decode(string path, byte[] bytes)
    {
        var body = Math.Max(0, bytes.Length - sizeof(uint));
        if (body < sizeof(uint) || BitConverter.ToUInt32(bytes, body) != Crc32C.Compute(bytes.AsSpan(0, body)) || BitConverter.ToUInt32(bytes) != Magic)
        {
            throw LogErrors.Corrupt(path, 0, "the committed offsets do not match their checksum");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, sizeof(uint), body - sizeof(uint)), Encoding.UTF8);
        var offsets = new Dictionary<(string Group, int Partition), long>();
        for (var rest = reader.ReadInt32(); rest > 0; rest--)
        {
            offsets[(reader.ReadString(), reader.ReadInt32())] = reader.ReadInt64();
        }

        return offsets;
    }
}
