using Catalog.Core.Arrow;
using Catalog.Core.Storage;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.TrainingSets;

/// <summary>
/// The files of training sets: a folder each below <c>training-sets</c>, with the entity frame, and once it is built <c>result.parquet</c>, <c>manifest.json</c> and a file for each split. While it is
/// built it has <c>checkpoints</c>, and one that is rebuilt the manifest of the other as <c>origin.json</c>; while rows are taken out of it, it has <c>erasing</c>.
/// </summary>
internal sealed class TrainingSetFiles(IOptions<FeatureStoreOptions> options, ITableWriter tables)
{
    private const int LongestFrameName = 255;
    private const int BufferBytes = 128 * 1024;
    private const string FrameName = "frame";
    private const string ManifestName = "manifest.json";
    private const string OriginName = "origin.json";
    private const string CheckpointsName = "checkpoints";
    private const string ErasingName = "erasing";

    /// <summary>Of folders that are being removed.</summary>
    private const string RemovedEnding = ".removed";

    /// <summary>Of Arrow streams, which are kept as Parquet.</summary>
    private const string ArrowExtension = ".arrows";

    private static readonly string[] FrameExtensions = [".csv", ".csv.gz", ".parquet", ".json", ".ndjson", ArrowExtension];

    private readonly string _root = Path.Combine(options.Value.DataDirectory, "training-sets");

    /// <summary>Where the result lies.</summary>
    internal string ResultOf(Guid id) => Path.Combine(FolderOf(id), "result.parquet");

    /// <summary>Where the rows of one split lie.</summary>
    internal string SplitOf(Guid id, string split) => Path.Combine(FolderOf(id), $"split-{split}.parquet");

    /// <summary>What it was made of; null when that was not written down.</summary>
    /// <exception cref="FeatureStoreException">The file is damaged.</exception>
    internal TrainingSetManifest? FindManifest(Guid id) => ReadManifest(Path.Combine(FolderOf(id), ManifestName));

    /// <summary>The manifest that it is rebuilt from; null when there is none.</summary>
    /// <exception cref="FeatureStoreException">The file is damaged.</exception>
    internal TrainingSetManifest? FindOrigin(Guid id) => ReadManifest(Path.Combine(FolderOf(id), OriginName));

    /// <summary>Where what is joined of it is kept, while it is built.</summary>
    internal TrainingJoinCheckpoints CheckpointsOf(Guid id) => new(Path.Combine(FolderOf(id), CheckpointsName), options.Value.TrainingSets.CheckpointInterval);

    /// <summary>Removes what only its building needed: checkpoints, and the manifest that a rebuild was built from. They have values of rows that may be erased since. Does nothing where there is none.</summary>
    internal void ForgetBuilding(Guid id)
    {
        try
        {
            File.Delete(Path.Combine(FolderOf(id), OriginName));
            Directory.Delete(CheckpointsOf(id).Directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // There were no checkpoints, or all of it is being removed.
        }
    }

    /// <summary>Writes down what it was made of.</summary>
    internal void WriteManifest(Guid id, TrainingSetManifest manifest) => DurableFile.Replace(Path.Combine(FolderOf(id), ManifestName), ManifestJson.Write(manifest));

    /// <summary>Whether an erasure began to write its files anew and did not end: they need not be those that the manifest describes.</summary>
    internal bool IsBeingErased(Guid id) => File.Exists(Path.Combine(FolderOf(id), ErasingName));

    /// <summary>Notes that its files are about to be written anew.</summary>
    internal void BeginErasing(Guid id) => DurableFile.Replace(Path.Combine(FolderOf(id), ErasingName), []);

    /// <summary>Notes that its manifest describes its files again.</summary>
    internal void EndErasing(Guid id)
    {
        try
        {
            File.Delete(Path.Combine(FolderOf(id), ErasingName));
        }
        catch (DirectoryNotFoundException)
        {
            // All of it is being removed.
        }
    }

    /// <summary>Copies what a training set is rebuilt from, so that the other may go meanwhile. Takes the place of an earlier copy.</summary>
    /// <param name="origin">The other.</param>
    /// <param name="id">Id of the one to be.</param>
    /// <param name="cancellationToken">Stops the copying; nothing is left behind.</param>
    /// <exception cref="FeatureStoreException">The entity frame is gone, or cannot be kept here.</exception>
    internal async Task CopyForRebuildAsync(TrainingSet origin, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            Writing(origin.Definition.FrameName, () => Directory.CreateDirectory(FolderOf(id)));
            while (FindFrame(id) is { } former)
            {
                File.Delete(former);
            }

            await CopyDurablyAsync(origin, Path.Combine(FolderOf(origin.Id), ManifestName), Path.Combine(FolderOf(id), OriginName), cancellationToken).ConfigureAwait(false);
            var frame = FindFrame(origin.Id) ?? throw FrameGone(origin, null);
            await CopyDurablyAsync(origin, frame, Path.Combine(FolderOf(id), Path.GetFileName(frame)), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Delete(id);
            throw;
        }
    }

    /// <summary>Whether what was copied of a training set is what it has now: an erasure writes its frame and then its manifest anew.</summary>
    /// <exception cref="FeatureStoreException">One of them was deleted.</exception>
    internal bool IsCopyOf(TrainingSet origin, Guid id)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(FolderOf(origin.Id), ManifestName)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(FolderOf(id), OriginName)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw TrainingSetRecords.FilesNotFound(origin);
        }
    }

    /// <summary>Where a frame lies that is made of the rows of views.</summary>
    internal string MadeFrameOf(Guid id) => Path.Combine(FolderOf(id), FrameName + ".parquet");

    /// <summary>Makes the folder of a training set whose frame is yet to be made.</summary>
    /// <param name="id">Id of the training set to be.</param>
    /// <param name="name">What the frame is called.</param>
    internal SpooledFrame Reserve(Guid id, string name)
    {
        Directory.CreateDirectory(FolderOf(id));
        return new SpooledFrame(id, name, MadeFrameOf(id), bytes: 0);
    }

    /// <summary>Whether it has a folder here.</summary>
    internal bool Has(Guid id) => Directory.Exists(FolderOf(id));

    /// <summary>Where the frame lies; null when it is not here.</summary>
    internal string? FindFrame(Guid id) => FindFrame(id, except: null);

    /// <summary>Where a frame lies other than one file; null when there is none.</summary>
    internal string? FindFrame(Guid id, string? except)
        => Has(id) ? Directory.EnumerateFiles(FolderOf(id), FrameName + ".*").FirstOrDefault(path => path != except) : null;

    /// <summary>The extension of a frame that says its format.</summary>
    internal static string FrameExtensionOf(string path) => Path.GetFileName(path)[FrameName.Length..];

    /// <summary>Ids of all folders that nobody has touched since <paramref name="time"/>.</summary>
    internal IEnumerable<Guid> ListUntouchedSince(DateTimeOffset time)
    {
        foreach (var folder in ListFolders())
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
    /// <exception cref="FeatureStoreException">The name has no known extension or cannot be kept, or the frame is too large.</exception>
    internal async Task<SpooledFrame> ReceiveAsync(Guid id, string name, Stream content, CancellationToken cancellationToken)
    {
        var extension = Array.Find(FrameExtensions, known => name.EndsWith(known, StringComparison.OrdinalIgnoreCase))
            ?? throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidEntityFrame,
                $"The entity frame '{name}' is of no known format. Send a file whose name ends in {string.Join(", ", FrameExtensions)}.");
        var kept = Path.GetFileName(name);
        if (kept.Length > LongestFrameName || kept.Any(char.IsControl))
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidEntityFrame,
                $"The entity frame has the name '{kept[..Math.Min(kept.Length, LongestFrameName)]}' of {kept.Length} characters. Send it under one of at most {LongestFrameName} characters without control characters.");
        }

        var path = Path.Combine(FolderOf(id), FrameName + extension);
        try
        {
            var bytes = await CopyAsync(kept, content, path, cancellationToken).ConfigureAwait(false);
            return extension == ArrowExtension
                ? await ToParquetAsync(new SpooledFrame(id, kept, path, bytes), cancellationToken).ConfigureAwait(false)
                : new SpooledFrame(id, kept, path, bytes);
        }
        catch
        {
            if (Has(id))
            {
                Delete(id);
            }

            throw;
        }
    }

    /// <summary>Removes everything of a training set. Who writes a file to it meanwhile is told that there is no such folder; who makes the folder anew, as a join does, removes it when it has ended.</summary>
    internal void Delete(Guid id)
    {
        var removed = FolderOf(id) + RemovedEnding;
        try
        {
            Directory.Move(FolderOf(id), removed);
            Directory.Delete(removed, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It has none here, or somebody else removes it.
        }
    }

    /// <summary>Removes the folders that a process had still to remove when it died.</summary>
    internal void ClearRemoved()
    {
        foreach (var folder in ListFolders().Where(static folder => folder.Name.EndsWith(RemovedEnding, StringComparison.Ordinal)))
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // The process that began it lives and has done so.
            }
        }
    }

    private static TrainingSetManifest? ReadManifest(string path) => File.Exists(path) ? ManifestJson.Read(path, File.ReadAllBytes(path)) : null;

    private IEnumerable<DirectoryInfo> ListFolders() => Directory.Exists(_root) ? new DirectoryInfo(_root).EnumerateDirectories() : [];

    private string FolderOf(Guid id) => Path.Combine(_root, id.ToString("N"));

    private async Task<SpooledFrame> ToParquetAsync(SpooledFrame received, CancellationToken cancellationToken)
    {
        try
        {
            using var rows = ArrowReader.Open(received.Path);
            await tables.WriteAsync(rows, MadeFrameOf(received.Id), cancellationToken).ConfigureAwait(false);
            return new SpooledFrame(received.Id, received.Name, MadeFrameOf(received.Id), received.ByteCount)
            {
                TimeColumns = [.. rows.Fields.Where(static field => field.IsTime).Select(static field => field.Name)],
                Metadata = rows.Metadata,
            };
        }
        catch (InvalidDataException exception)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.InvalidEntityFrame, $"The entity frame '{received.Name}' cannot be read as an Arrow stream. {exception.Message}", exception);
        }
        finally
        {
            File.Delete(received.Path);
        }
    }

    private async Task<long> CopyAsync(string name, Stream content, string path, CancellationToken cancellationToken)
    {
        var limit = options.Value.TrainingSets.MaxFrameBytes;
        var buffer = new byte[BufferBytes];
        var total = 0L;
        var file = Writing(name, () => Create(path));
        await using var closing = file.ConfigureAwait(false);
        for (int count; (count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; total += count)
        {
            if (total + count > limit)
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.TooLarge,
                    $"The entity frame '{name}' has more than '{limit}' bytes. Send a smaller one, or raise 'FeatureStore:TrainingSets:MaxFrameBytes'.");
            }

            await WriteAsync(name, file, buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        Flush(name, file); // The training set is built after a crash too, so the frame has to be there then.
        return total;
    }

    private static void Flush(string frame, FileStream file) => Writing(frame, () =>
    {
        file.Flush(flushToDisk: true);
        return file;
    });

    // Rebuilt after a crash of the machine too.
    private static async Task CopyDurablyAsync(TrainingSet origin, string from, string to, CancellationToken cancellationToken)
    {
        var source = Reading(origin, from);
        await using var closingSource = source.ConfigureAwait(false);
        var copy = Writing(origin.Definition.FrameName, () => Create(to));
        await using var closing = copy.ConfigureAwait(false);
        var buffer = new byte[BufferBytes];
        for (int count; (count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            await WriteAsync(origin.Definition.FrameName, copy, buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        Flush(origin.Definition.FrameName, copy);
    }

    private static FileStream Reading(TrainingSet origin, string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw FrameGone(origin, exception);
        }
    }

    private static FeatureStoreException FrameGone(TrainingSet origin, Exception? exception) => new(
        FeatureStoreErrorCode.InvalidEntityFrame,
        $"The training set '{origin.Name}' cannot be rebuilt: its entity frame '{origin.Definition.FrameName}' is not kept any more. Make a new training set with the frame.",
        exception);

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? string.Empty);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
    }

    private static async ValueTask WriteAsync(string frame, FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw NotKept(frame, exception);
        }
    }

    // What the content itself runs into is the matter of whoever sends it, so only the folder's own failures are translated.
    private static T Writing<T>(string frame, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotKept(frame, exception);
        }
    }

    private static FeatureStoreException NotKept(string frame, Exception exception) => new(
        FeatureStoreErrorCode.StorageUnavailable, $"The entity frame '{frame}' cannot be kept: {exception.Message.TrimEnd('.')}. Free some space there, or name another folder with Catalog:DataDirectory, then try again.", exception);
}
