namespace FeatureStore.Ports;

/// <summary>
/// Where the files of the offline store lie: a folder, or an object store with a cache in a folder. All that reads or writes them goes this way; files that are read are local while they are.
/// A file is never changed once it is there. Paths are relative to the offline root, with forward slashes. Thread-safe.
/// </summary>
public interface IOfflineStorage
{
    /// <summary>Where a person finds the files: a folder, or an address such as <c>s3://bucket/prefix</c>; without a slash at the end.</summary>
    string Location { get; }

    /// <summary>Stores a file. It appears whole or not at all, and is durable before the task ends.</summary>
    /// <param name="path">Its path. A storage may add to the name, before the extension, what tells contents apart.</param>
    /// <param name="write">Writes the file to the local path that it is given. If that fails nothing is stored.</param>
    /// <param name="cancellationToken">Stops it; nothing is stored then.</param>
    /// <returns>The path under which the file is stored, and its size.</returns>
    /// <exception cref="FeatureStoreException">The storage cannot be reached, or refuses the file.</exception>
    Task<WrittenOfflineFile> WriteAsync(string path, Func<string, Task> write, CancellationToken cancellationToken);

    /// <summary>Gives local paths of files until the result is disposed. The same files may be open any number of times.</summary>
    /// <param name="files">The files; those without a path have no rows and are left out.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="FeatureStoreException">A file is not there or not what was stored (<see cref="FeatureStoreErrorCode.CorruptData"/>), or the storage cannot be reached.</exception>
    Task<OfflineLease> OpenAsync(IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken);

    /// <inheritdoc cref="IOfflineFiles.ListAsync"/>
    Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="IOfflineFiles.DeleteAsync"/>
    Task DeleteAsync(string path, CancellationToken cancellationToken);
}

/// <summary>A file that was stored.</summary>
/// <param name="Path">Path relative to the offline root.</param>
/// <param name="ByteCount">Size in bytes.</param>
public readonly record struct WrittenOfflineFile(string Path, long ByteCount);
