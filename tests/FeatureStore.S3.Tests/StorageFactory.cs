using FeatureStore.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FeatureStore.S3.Tests;

/// <summary>Makes storages over one bucket, each with a cache of its own, as if each were in another process; and files for them.</summary>
internal sealed class StorageFactory : IDisposable
{
    private readonly List<S3OfflineStorage> _open = [];

    /// <summary>Folder of the caches.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("s3-").FullName;

    /// <summary>Makes the settings, in which a storage may differ.</summary>
    internal Func<S3OfflineOptions> Settings { get; set; } = static () => new S3OfflineOptions();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Bytes that look like nothing, the same each time.</summary>
    internal static byte[] Content(int bytes)
    {
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        return content;
    }

    /// <summary>Stores a file of so many bytes.</summary>
    internal static async Task<OfflineFile> WriteAsync(S3OfflineStorage storage, string path, int bytes)
    {
        var written = await storage.WriteAsync(path, local => File.WriteAllBytesAsync(local, Content(bytes), Token), Token);
        return new OfflineFile
        {
            Path = written.Path, Partition = 0, FirstSequence = 0, EndSequence = 1, RowCount = 1, ByteCount = written.ByteCount, MinEventTime = default, MaxEventTime = default,
        };
    }

    internal S3OfflineStorage Open(Action<S3OfflineOptions>? change = null, TimeProvider? clock = null)
    {
        var options = Settings();
        options.CacheDirectory = Path.Combine(Folder, $"{_open.Count}");
        options.PartBytes = 5 << 20;
        change?.Invoke(options);
        _open.Add(new S3OfflineStorage(Options.Create(options), clock ?? TimeProvider.System, NullLogger<S3OfflineStorage>.Instance));
        return _open[^1];
    }

    public void Dispose()
    {
        _open.ForEach(static storage => storage.Dispose());
        Directory.Delete(Folder, recursive: true);
    }
}
