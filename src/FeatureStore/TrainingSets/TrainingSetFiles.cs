using Microsoft.Extensions.Options;

namespace FeatureStore.TrainingSets;

/// <summary>
/// The files of training sets: a folder each below <c>training-sets</c>, with the entity frame while it is being built and <c>result.parquet</c> afterwards.
/// </summary>
internal sealed class TrainingSetFiles(IOptions<FeatureStoreOptions> options)
{
    private const string FrameName = "frame";

    private static readonly string[] FrameExtensions = [".csv", ".csv.gz", ".parquet", ".json", ".ndjson"];

    private readonly string _root = Path.Combine(options.Value.DataDirectory, "training-sets");

    /// <summary>Where the result lies.</summary>
    internal string ResultOf(Guid id) => Path.Combine(FolderOf(id), "result.parquet");

    /// <summary>Where the frame lies; null when it is not here.</summary>
    internal string? FindFrame(Guid id)
        => Directory.Exists(FolderOf(id)) ? Directory.EnumerateFiles(FolderOf(id), FrameName + ".*").FirstOrDefault() : null;

    /// <summary>Ids of all folders that nobody has touched since <paramref name="time"/>.</summary>
    internal IEnumerable<Guid> ListUntouchedSince(DateTimeOffset time)
    {
        if (!Directory.Exists(_root))
        {
            yield break;
        }

        foreach (var folder in new DirectoryInfo(_root).EnumerateDirectories())
        {
            if (folder.LastWriteTimeUtc < time.UtcDateTime && Guid.TryParseExact(folder.Name, "N", out var id))
            {
                yield return id;
            }
        }
    }

    /// <summary>Receives a frame.</summary>
    /// <param name="id">Id of the training set to be.</param>
    /// <param name="name">Name that the sender gave it; its extension says the format.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="cancellationToken">Stops the receiving; nothing is left behind.</param>
    /// <exception cref="FeatureStoreException">The name has no known extension, or the frame is too large.</exception>
    internal async Task<SpooledFrame> ReceiveAsync(Guid id, string name, Stream content, CancellationToken cancellationToken)
    {
        var extension = Array.Find(FrameExtensions, known => name.EndsWith(known, StringComparison.OrdinalIgnoreCase))
            ?? throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidEntityFrame,
                $"The entity frame '{name}' is of no known format. Send a file whose name ends in {string.Join(", ", FrameExtensions)}.");
        var path = Path.Combine(FolderOf(id), FrameName + extension);
        Directory.CreateDirectory(FolderOf(id));
        try
        {
            var bytes = await CopyAsync(name, content, path, cancellationToken).ConfigureAwait(false);
            return new SpooledFrame(id, Path.GetFileName(name), path, bytes);
        }
        catch
        {
            Delete(id);
            throw;
        }
    }

    /// <summary>Removes the frame, once it is not needed any more.</summary>
    internal void DeleteFrame(Guid id)
    {
        if (FindFrame(id) is { } frame)
        {
            File.Delete(frame);
        }
    }

    /// <summary>Removes everything of a training set.</summary>
    internal void Delete(Guid id)
    {
        if (Directory.Exists(FolderOf(id)))
        {
            Directory.Delete(FolderOf(id), recursive: true);
        }
    }

    private string FolderOf(Guid id) => Path.Combine(_root, id.ToString("N"));

    private async Task<long> CopyAsync(string name, Stream content, string path, CancellationToken cancellationToken)
    {
        var limit = options.Value.TrainingSets.MaxFrameBytes;
        var buffer = new byte[128 * 1024];
        var total = 0L;
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await using var closing = file.ConfigureAwait(false);
        for (int count; (count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; total += count)
        {
            if (total + count > limit)
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.TooLarge,
                    $"The entity frame '{name}' has more than '{limit}' bytes. Send a smaller one, or raise 'FeatureStore:TrainingSets:MaxFrameBytes'.");
            }

            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        // The training set is built after a crash too, so the frame has to be there then.
        file.Flush(flushToDisk: true);
        return total;
    }
}
