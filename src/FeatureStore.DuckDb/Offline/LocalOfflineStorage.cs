using Catalog.Core.Values;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Offline;

/// <summary>Offline files in a folder of this machine, or one that processes share.</summary>
internal sealed class LocalOfflineStorage(IOptions<DuckDbOptions> options) : IOfflineStorage
{
    private const string Extension = ".parquet";

    private readonly string _root = Path.GetFullPath(options.Value.RootDirectory);

    public string Location => _root;

    public async Task<WrittenOfflineFile> WriteAsync(string path, Func<string, Task> write, CancellationToken cancellationToken)
    {
        var fullPath = FullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(fullPath)!); // Every offline path has a folder.
        await WholeFile.WriteAsync(fullPath, write).ConfigureAwait(false);
        return new WrittenOfflineFile(path, new FileInfo(fullPath).Length);
    }

    public Task<OfflineLease> OpenAsync(IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
    {
        string[] paths = [.. files.Where(static file => file.Path.Length > 0).Select(file => FullPath(file.Path))];
        return paths.FirstOrDefault(static path => !File.Exists(path)) is { } missing
            ? Task.FromException<OfflineLease>(new FeatureStoreException(
                FeatureStoreErrorCode.CorruptData,
                $"The offline file '{missing}' is recorded but not there. Restore it, or materialize its view again from the event log."))
            : Task.FromResult(new OfflineLease(paths));
    }

    public Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken)
    {
        var root = new DirectoryInfo(_root);
        IReadOnlyList<StoredOfflineFile> files = root.Exists
            ? [.. root.EnumerateFiles("*", SearchOption.AllDirectories).Where(static file => IsOffline(file.Name) && file.Exists).Select(file => new StoredOfflineFile(
                Path.GetRelativePath(root.FullName, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), Instant.FromDateTime(file.LastWriteTimeUtc), file.Length))]
            : [];
        return Task.FromResult(files);
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Length > 0 && Directory.Exists(Path.GetDirectoryName(FullPath(path))))
        {
            File.Delete(FullPath(path));
        }

        return Task.CompletedTask;
    }

    private static bool IsOffline(string name)
        => name.EndsWith(Extension, StringComparison.Ordinal) || name.EndsWith(Extension + WholeFile.TemporarySuffix, StringComparison.Ordinal);

    private string FullPath(string path) => Path.Combine(_root, path);
}
