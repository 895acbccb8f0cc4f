using FeatureStore.Ports;

namespace FeatureStore.S3;

/// <summary>
/// Local copies of files, fetched when they are first asked for. Those that were unused longest go when the folder has grown too large; those in use stay. Requests of one file share one
/// fetching, which stops once nobody waits for it. One process has the folder at a time. Thread-safe.
/// </summary>
internal sealed class FileCache : IDisposable
{
    private const string TemporarySuffix = ".tmp";

    private readonly string _directory;
    private readonly long _limit;
    private readonly IFileSource _source;
    private readonly TimeProvider _clock;
    private readonly FileStream _owner;
    private readonly SemaphoreSlim _slots;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CachedFile> _files = new(StringComparer.Ordinal);

    // Longest unused first. Files in use are not in it.
    private readonly LinkedList<CachedFile> _unused = [];
    private long _bytes;
    private long _temporaries;

    /// <param name="directory">The folder; made if need be.</param>
    /// <param name="limit">Bytes above which unused files are removed.</param>
    /// <param name="parallelism">How many files are fetched at once.</param>
    /// <param name="source">Where they come from.</param>
    /// <param name="clock">Tells which were used last, also to the next process.</param>
    /// <exception cref="FeatureStoreException">The folder cannot be used, or another process has it.</exception>
    internal FileCache(string directory, long limit, int parallelism, IFileSource source, TimeProvider clock)
    {
        (_directory, _limit, _source, _clock, _slots) = (Path.GetFullPath(directory), limit, source, clock, new SemaphoreSlim(parallelism));
        try
        {
            Directory.CreateDirectory(_directory);
            _owner = new FileStream(Path.Combine(_directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            TakeOver();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.OfflineStoreUnavailable,
                $"The cache of offline files cannot use the folder '{_directory}': {exception.Message} Give each process a folder of its own in '{S3OfflineOptions.Section}:CacheDirectory'.",
                exception);
        }
    }

    /// <summary>Bytes of the files that are there or on their way.</summary>
    internal long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Local paths of files, which stay until the result is disposed.</summary>
    /// <param name="files">The files; each has a path.</param>
    /// <param name="cancellationToken">Stops the waiting, and the fetching of what nobody else waits for.</param>
    internal async Task<OfflineLease> OpenAsync(IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
    {
        var taken = new List<CachedFile>(files.Count);
        try
        {
            foreach (var file in files)
            {
                taken.Add(Take(file));
            }

            foreach (var file in taken)
            {
                await file.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            return new OfflineLease([.. taken.Select(file => LocalPath(file.Path))], () => Release(taken));
        }
        catch
        {
            Release(taken);
            throw;
        }
    }

    /// <summary>A path for a file on its way into the cache or out of it.</summary>
    internal string NewTemporary() => Path.Combine(_directory, $"{Interlocked.Increment(ref _temporaries)}{TemporarySuffix}");

    /// <summary>Moves a local file with known content into the cache.</summary>
    internal void Add(string path, long bytes, string temporary)
    {
        lock (_lock)
        {
            if (_files.ContainsKey(path))
            {
                return; // The same content, by its name.
            }

            Place(path, temporary);
            var file = new CachedFile(path) { Bytes = bytes, Ready = Task.CompletedTask, IsChecked = true };
            _files.Add(path, file);
            _bytes += bytes;
            _unused.AddLast(file.Node);
            Shrink();
        }
    }

    /// <summary>Removes a file that is of no use any more, unless it is in use.</summary>
    internal void Forget(string path)
    {
        lock (_lock)
        {
            if (_files.TryGetValue(path, out var file) && file.Users == 0)
            {
                Remove(file);
            }
        }
    }

    public void Dispose()
    {
        _owner.Dispose();
        _slots.Dispose();
    }

    private CachedFile Take(OfflineFile wanted)
    {
        lock (_lock)
        {
            if (!_files.TryGetValue(wanted.Path, out var file))
            {
                _files.Add(wanted.Path, file = new CachedFile(wanted.Path));
            }
            else if (file.Users == 0)
            {
                _unused.Remove(file.Node);
            }

            file.Users++;
            if (file.Ready.IsFaulted || file.Ready.IsCanceled || !file.IsChecked || (file.Ready.IsCompleted && !IsThere(wanted)))
            {
                Start(file, wanted.ByteCount);
            }

            return file;
        }
    }

    /// <summary>Whether the file still is where it was put: folders get cleared by hand.</summary>
    private bool IsThere(OfflineFile wanted) => new FileInfo(LocalPath(wanted.Path)) is { Exists: true } info && info.Length == wanted.ByteCount;

    private void Start(CachedFile file, long bytes)
    {
        _bytes += bytes - file.Bytes;
        file.Bytes = bytes;
        file.IsChecked = true; // By what begins now.
        file.Stop = new CancellationTokenSource();
        Shrink();
        file.Ready = Task.Run(() => FetchAsync(file, bytes, file.Stop.Token), CancellationToken.None);
    }

    private async Task FetchAsync(CachedFile file, long bytes, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        var temporary = NewTemporary();
        try
        {
            if (File.Exists(LocalPath(file.Path)) && await _source.IsIntactAsync(file.Path, bytes, LocalPath(file.Path), cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            await _source.FetchAsync(file.Path, bytes, temporary, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                cancellationToken.ThrowIfCancellationRequested(); // Nobody would count the file.
                Place(file.Path, temporary);
            }
        }
        finally
        {
            File.Delete(temporary);
            _slots.Release();
        }
    }

    private void Release(List<CachedFile> files)
    {
        lock (_lock)
        {
            foreach (var file in files.Where(static file => --file.Users == 0))
            {
                if (file.Ready.IsCompletedSuccessfully)
                {
                    _unused.AddLast(file.Node);
                    Touch(file);
                }
                else
                {
                    file.Stop?.Cancel();
                    Remove(file);
                }
            }

            Shrink();
        }
    }

    private void Shrink()
    {
        while (_bytes > _limit && _unused.First is { } oldest)
        {
            Remove(oldest.Value);
        }
    }

    private void Remove(CachedFile file)
    {
        if (file.Node.List is not null)
        {
            _unused.Remove(file.Node);
        }

        _files.Remove(file.Path);
        _bytes -= file.Bytes;
        if (File.Exists(LocalPath(file.Path)))
        {
            File.Delete(LocalPath(file.Path));
        }
    }

    private void Place(string path, string temporary)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LocalPath(path))!); // Every offline path has a folder.
        File.Move(temporary, LocalPath(path), overwrite: true);
    }

    /// <summary>The time of a file is that of its last use, so that the next process knows the order.</summary>
    private void Touch(CachedFile file)
    {
        if (File.Exists(LocalPath(file.Path)))
        {
            File.SetLastWriteTimeUtc(LocalPath(file.Path), _clock.GetUtcNow().UtcDateTime);
        }
    }

    /// <summary>Files of an earlier process are taken over, and checked when they are first asked for.</summary>
    private void TakeOver()
    {
        foreach (var leftover in Directory.EnumerateFiles(_directory, "*" + TemporarySuffix))
        {
            File.Delete(leftover);
        }

        foreach (var info in new DirectoryInfo(_directory).EnumerateFiles("*.parquet", SearchOption.AllDirectories).OrderBy(static info => info.LastWriteTimeUtc))
        {
            var file = new CachedFile(Path.GetRelativePath(_directory, info.FullName).Replace(Path.DirectorySeparatorChar, '/')) { Bytes = info.Length };
            _files.Add(file.Path, file);
            _unused.AddLast(file.Node);
            _bytes += file.Bytes;
        }

        Shrink();
    }

    private string LocalPath(string path) => Path.Combine(_directory, path);
}
