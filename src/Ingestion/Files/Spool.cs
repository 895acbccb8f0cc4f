using System.Security.Cryptography;
using Catalog.Core.Storage;
using Microsoft.Extensions.Options;

namespace Ingestion.Files;

/// <summary>
/// The folder in which uploaded files wait, each under the id of its run. A job never depends on the file it was given: that may be a stream, or be changed or deleted meanwhile.
/// Thread-safe for different runs.
/// </summary>
internal sealed class Spool(IOptions<IngestionOptions> options)
{
    private const int BufferSize = 128 * 1024;

    private string Directory => options.Value.SpoolDirectory;

    internal string PathOf(Guid runId) => Path.Combine(Directory, runId.ToString("N"));

    /// <summary>Copies the content into the folder; when the task ends it survives a crash of the machine.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SpoolUnavailable"/>: the disk is full or fails; nothing stays behind.</exception>
    internal async Task<SpooledFile> SaveAsync(Guid runId, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(runId);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long length;
            var file = Writing(() => Create(path, FileOptions.None));
            await using (file.ConfigureAwait(false))
            {
                length = await CopyAsync(content, file, hash, cancellationToken).ConfigureAwait(false);
                Writing(() =>
                {
                    file.Flush(flushToDisk: true);
                    DurableFile.SyncDirectory(Directory);
                    return true;
                });
            }

            return new SpooledFile(path, Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        catch
        {
            Delete(runId);
            throw;
        }
    }

    /// <summary>Whether the file of a run is here.</summary>
    internal bool Has(Guid runId) => File.Exists(PathOf(runId));

    internal void Delete(Guid runId)
    {
        if (System.IO.Directory.Exists(Directory))
        {
            File.Delete(PathOf(runId));
        }
    }

    /// <summary>Opens a new file that is deleted when it is closed, or by the next start.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SpoolUnavailable"/>.</exception>
    internal Stream OpenTemporary()
    {
        var path = PathOf(Guid.CreateVersion7());
        return Writing(() => Create(path, FileOptions.DeleteOnClose));
    }

    /// <summary>Writes to a file of the folder.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SpoolUnavailable"/>.</exception>
    internal async ValueTask WriteAsync(Stream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw Unavailable(error);
        }
    }

    /// <summary>Deletes the files of runs that are not among <paramref name="runs"/>: uploads that were cut off.</summary>
    internal void DeleteOthers(IReadOnlySet<Guid> runs)
    {
        if (!System.IO.Directory.Exists(Directory))
        {
            return;
        }

        foreach (var path in System.IO.Directory.EnumerateFiles(Directory))
        {
            if (Guid.TryParseExact(Path.GetFileName(path), "N", out var runId) && !runs.Contains(runId))
            {
                File.Delete(path);
            }
        }
    }

    private async Task<long> CopyAsync(Stream content, FileStream file, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var length = 0L;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            await WriteAsync(file, buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            length += read;
        }

        return length;
    }

    private FileStream Create(string path, FileOptions more)
    {
        System.IO.Directory.CreateDirectory(Directory);
        return new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous | more);
    }

    // What the content itself runs into is the matter of whoever sends it, so only the folder's own failures are translated.
    private T Writing<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(error);
        }
    }

    private IngestionException Unavailable(Exception error) => new(
        IngestionErrorCode.SpoolUnavailable,
        $"The file cannot be kept in '{Directory}' until it is ingested: {error.Message} Free some space there, or name another folder with Ingestion:SpoolDirectory.",
        error);
}
