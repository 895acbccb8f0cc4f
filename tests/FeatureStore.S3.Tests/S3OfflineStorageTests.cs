using Conformance.Offline;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FeatureStore.S3.Tests;

public sealed class S3OfflineStorageTests(SharedSwift shared) : OfflineStorageConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("s3-").FullName;
    private readonly List<S3OfflineStorage> _open = [];
    private S3OfflineOptions _options = new();

    protected override async ValueTask<IOfflineStorage> OpenStorageAsync()
    {
        _options = await shared.NewBucketAsync(_folder);
        return await OpenElsewhereAsync();
    }

    protected override ValueTask<IOfflineStorage> OpenElsewhereAsync()
    {
        var options = new S3OfflineOptions
        {
            Bucket = _options.Bucket, ServiceUrl = _options.ServiceUrl, PathStyle = true, AccessKey = _options.AccessKey, SecretKey = _options.SecretKey,
            CacheDirectory = Path.Combine(_folder, $"cache-{_open.Count}"),
        };
        _open.Add(new S3OfflineStorage(Options.Create(options), TimeProvider.System, NullLogger<S3OfflineStorage>.Instance));
        return new(_open[^1]);
    }

    public override async ValueTask DisposeAsync()
    {
        _open.ForEach(static storage => storage.Dispose());
        Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
    }
}
