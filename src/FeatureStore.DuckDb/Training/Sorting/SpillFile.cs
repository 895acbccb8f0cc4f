using Microsoft.Win32.SafeHandles;

namespace FeatureStore.DuckDb.Training.Sorting;

/// <summary>A file for what does not fit into memory: written at its end, read anywhere, gone when it is closed or the process dies. Made at the first write. Thread-safe.</summary>
/// <param name="directory">Where it lies; made when it does not exist.</param>
internal sealed class SpillFile(string directory) : IDisposable
{
    private readonly Lock _lock = new();
    private SafeFileHandle? _handle;
    private long _end;

    /// <summary>Bytes written.</summary>
    internal long Length => Interlocked.Read(ref _end);

    /// <summary>Writes bytes.</summary>
    /// <returns>Where they begin.</returns>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.StorageUnavailable"/>: the disk is full or the folder cannot be written.</exception>
    internal long Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var handle = Open();
            var begin = Interlocked.Add(ref _end, bytes.Length) - bytes.Length;
            RandomAccess.Write(handle, bytes, begin);
            return begin;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.StorageUnavailable,
                $"Events that do not fit into memory could not be written to '{directory}': {exception.Message} Point '{DuckDbOptions.Section}:{nameof(DuckDbOptions.SpillDirectory)}' to a disk "
                    + $"with more room, or raise '{DuckDbOptions.Section}:{nameof(DuckDbOptions.MemoryLimitMebibytes)}'.",
                exception);
        }
    }

    /// <summary>Fills a buffer with what was written from a place on.</summary>
    internal void Read(long begin, Span<byte> bytes)
    {
        var handle = Open();
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(handle, bytes, begin);
            bytes = read > 0 ? bytes[read..] : throw new EndOfStreamException($"The spill file in '{directory}' ends at byte {begin}, before what was written to it.");
            begin += read;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _handle?.Dispose();
        }
    }

    private SafeFileHandle Open()
    {
        lock (_lock)
        {
            if (_handle is null)
            {
                Directory.CreateDirectory(directory);
                var path = Path.Combine(directory, $"events-{Guid.CreateVersion7():N}.tmp");
                _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
            }

            return _handle;
        }
    }
}
