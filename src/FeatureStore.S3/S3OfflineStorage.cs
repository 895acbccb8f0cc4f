using FeatureStore.Ports;
using FeatureStore.S3.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.S3;

/// <summary>Offline files in a bucket, with the ones in use and those of late in a folder of this process.</summary>
internal sealed class S3OfflineStorage : IOfflineStorage, IFileSource, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OldUpload = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(10);

    private readonly S3OfflineOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly S3Bucket _bucket;
    private readonly Lazy<FileCache> _cache;

    public S3OfflineStorage(IOptions<S3OfflineOptions> options, TimeProvider clock, ILogger<S3OfflineStorage> logger)
    {
        (_options, _clock, _logger) = (options.Value, clock, logger);
        _bucket = new S3Bucket(_options);
        _cache = new(() => new FileCache(_options.CacheDirectory, _options.CacheBytes, _options.Parallelism, this, clock));
        Location = _options.Prefix.Length == 0 ? $"s3://{_options.Bucket}" : $"s3://{_options.Bucket}/{_options.Prefix}";
    }

    public string Location { get; }

    /// <summary>The local copies.</summary>
    internal FileCache Cache => _cache.Value;

    public async Task<WrittenOfflineFile> WriteAsync(string path, Func<string, Task> write, CancellationToken cancellationToken)
    {
        var temporary = Cache.NewTemporary();
        try
        {
            await write(temporary).ConfigureAwait(false);
            var stored = ContentHash.AddTo(path, await ContentHash.ComputeAsync(temporary, cancellationToken).ConfigureAwait(false));
            var bytes = new FileInfo(temporary).Length;
            await RunAsync($"Storing the offline file '{stored}'", token => _bucket.PutAsync(stored, temporary, token), cancellationToken).ConfigureAwait(false);
            Cache.Add(stored, bytes, temporary);
            return new WrittenOfflineFile(stored, bytes);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Task<OfflineLease> OpenAsync(IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
        => Cache.OpenAsync([.. files.Where(static file => file.Path.Length > 0)], cancellationToken);

    public async Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredOfflineFile> files = [];
        await RunAsync("Listing the offline files", async token => files = await _bucket.ListAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return files;
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Length > 0)
        {
            await RunAsync($"Deleting the offline file '{path}'", token => _bucket.DeleteAsync(path, token), cancellationToken).ConfigureAwait(false);
            Cache.Forget(path);
        }
    }

    /// <summary>Sees whether the folder of the cache, the bucket and the key can be used. A server that cannot be reached now is only logged: it may come.</summary>
    /// <exception cref="FeatureStoreException">They cannot.</exception>
    internal async Task CheckAsync(CancellationToken cancellationToken)
    {
        _ = Cache;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestCheck);
        try
        {
            await _bucket.ProbeAsync(patience.Token).ConfigureAwait(false);
            await _bucket.AbortUploadsAsync(_clock.GetUtcNow().UtcDateTime - OldUpload, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (S3Errors.IsKnown(exception, cancellationToken))
        {
            var error = S3Errors.For("Opening the offline store", Location, exception);
            if (S3Errors.IsRefusal(exception))
            {
                throw error;
            }

            Log.AwayAtStart(_logger, Location, error.Message);
        }
    }

    public async Task FetchAsync(string path, long bytes, string file, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var retries = _options.Retries; ; retries--, pause *= 2)
        {
            try
            {
                await RunAsync($"Fetching the offline file '{path}'", token => FetchOnceAsync(path, bytes, file, token), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (FeatureStoreException exception) when (exception.InnerException is DamagedDownloadException && retries > 0)
            {
                Log.FetchedAgain(_logger, path, exception.InnerException.Message);
                await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<bool> IsIntactAsync(string path, long bytes, string file, CancellationToken cancellationToken)
        => new FileInfo(file).Length == bytes
            && (ContentHash.Of(path) is not { } hash || hash == await ContentHash.ComputeAsync(file, cancellationToken).ConfigureAwait(false));

    public void Dispose()
    {
        _bucket.Dispose();
        if (_cache.IsValueCreated)
        {
            _cache.Value.Dispose();
        }
    }

    private async Task FetchOnceAsync(string path, long bytes, string file, CancellationToken cancellationToken)
    {
        var (came, hash) = await _bucket.GetAsync(path, file, cancellationToken).ConfigureAwait(false);
        if (came != bytes)
        {
            throw new DamagedDownloadException($"{came} bytes came instead of {bytes}", isComplete: true);
        }

        if (ContentHash.Of(path) is { } expected && expected != hash)
        {
            throw new DamagedDownloadException($"the content has the hash {hash}", isComplete: true);
        }
    }

    private async Task RunAsync(string attempt, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (S3Errors.IsMissingObject(exception))
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.CorruptData,
                $"{attempt} in '{Location}' failed: it is recorded but not there. Restore it, or materialize its view again from the event log.",
                exception);
        }
        catch (DamagedDownloadException exception) when (exception.IsComplete)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.CorruptData,
                $"{attempt} in '{Location}' failed: it is not what was stored ({exception.Message}). Restore it, or materialize its view again from the event log.",
                exception);
        }
        catch (Exception exception) when (S3Errors.IsKnown(exception, cancellationToken))
        {
            throw S3Errors.For(attempt, Location, exception);
        }
    }
}
