using Catalog.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace Ingestion.Embedded;

/// <summary>The writes of the log to its files, and the one place that knows whether they are waited for. Tests derive disks that fail.</summary>
/// <param name="fsync">Whether a flush waits until the disk has the bytes.</param>
internal class LogDisk(bool fsync)
{
    public virtual void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> parts, long position) => RandomAccess.Write(file, parts, position);

    public virtual void Truncate(SafeFileHandle file, long length) => RandomAccess.SetLength(file, length);

    public virtual void Flush(SafeFileHandle file)
    {
        if (fsync)
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    public virtual void Replace(string path, ReadOnlySpan<byte> content) => DurableFile.Replace(path, content, fsync);

    public void SyncDirectory(string directory)
    {
        if (fsync)
        {
            DurableFile.SyncDirectory(directory);
        }
    }
}
