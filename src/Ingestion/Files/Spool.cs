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
    /// <exception cref="IOException">The disk is full or fails; nothing stays behind.</exception>
    internal async Task<SpooledFile> SaveAsync(Guid runId, Stream content, CancellationToken cancellationToken)
    {
        System.IO.Directory.CreateDirectory(Directory);
        var path = PathOf(runId);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long length;
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                length = await CopyAsync(content, file, hash, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            DurableFile.SyncDirectory(Directory);
            return new SpooledFile(path, Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    internal void Delete(Guid runId) => File.Delete(PathOf(runId));

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

    private static async Task<long> CopyAsync(Stream content, FileStream file, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var length = 0L;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            length += read;
        }

        return length;
    }
}
