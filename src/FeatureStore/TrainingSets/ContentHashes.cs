using System.Collections.Concurrent;
using Catalog.Core.Storage;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>
/// SHA-256 of files. Offline files are hashed once for each process, since a file is never changed once it is there; one that came back under the same name, after its view was dropped, has
/// another time. Thread-safe.
/// </summary>
internal sealed class ContentHashes(IOfflineStorage storage)
{
    private const int MostKept = 100_000;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The hashes of offline files by path; those without rows have none.</summary>
    /// <exception cref="FeatureStoreException">A file is not there, or the storage cannot be reached.</exception>
    internal async Task<IReadOnlyDictionary<string, string>> OfOfflineAsync(IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
    {
        OfflineFile[] filled = [.. files.Where(static file => file.Path.Length > 0).DistinctBy(static file => file.Path)];
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        using var lease = await storage.OpenAsync(filled, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < filled.Length; i++)
        {
            hashes[filled[i].Path] = await OfOfflineAsync(filled[i].Path, lease.Paths[i], cancellationToken).ConfigureAwait(false);
        }

        return hashes;
    }

    private async Task<string> OfOfflineAsync(string path, string local, CancellationToken cancellationToken)
    {
        var file = new FileInfo(local);
        if (_known.TryGetValue(path, out var known) && known.ByteCount == file.Length && known.WrittenAt == file.LastWriteTimeUtc)
        {
            return known.Sha256;
        }

        var hash = await FileHash.OfAsync(local, cancellationToken).ConfigureAwait(false);
        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        _known[path] = new Known(file.Length, file.LastWriteTimeUtc, hash);
        return hash;
    }

    private sealed record Known(long ByteCount, DateTime WrittenAt, string Sha256);
}
