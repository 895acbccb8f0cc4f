using Amazon.Runtime;
using Amazon.S3;
using Conformance;

namespace FeatureStore.S3.Tests;

/// <summary>What is particular to a bucket: parts, pages, keys, and what is spoiled on the way.</summary>
public sealed class TransferTests(SharedSwift shared) : IAsyncLifetime
{
    private const string Name = "orders/v1/p0/0-10.parquet";

    private readonly StorageFactory _storages = new();
    private S3OfflineOptions _options = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var server = await shared.GetAsync();
        var bucket = await server.NewBucketAsync();
        _storages.Settings = () => SharedSwift.OptionsOf(server, bucket, string.Empty);
        _options = _storages.Settings();
    }

    public ValueTask DisposeAsync()
    {
        _storages.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task CheckAsync_RightSettings_IsFine() => await _storages.Open().CheckAsync(Token);

    [Theory]
    [InlineData("bucket", "FeatureStore:Offline:S3:Bucket")]
    [InlineData("key", "FeatureStore:Offline:S3:AccessKey")]
    [InlineData("secret", "FeatureStore:Offline:S3:AccessKey")]
    public async Task CheckAsync_WrongBucketOrKey_KeepsTheProcessFromStarting(string what, string setting)
    {
        var storage = _storages.Open(options =>
        {
            options.Bucket = what == "bucket" ? "no-such-bucket" : options.Bucket;
            options.AccessKey = what == "key" ? "test:nobody" : options.AccessKey;
            options.SecretKey = what == "secret" ? "wrong-and-hushed" : options.SecretKey;
        });

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => storage.CheckAsync(Token));

        Assert.Equal(FeatureStoreErrorCode.OfflineStoreUnavailable, error.ErrorCode);
        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-and-hushed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_LargeFile_GoesInPartsAndComesBackWhole()
    {
        var file = await StorageFactory.WriteAsync(_storages.Open(), Name, 17 << 20);

        using var lease = await _storages.Open().OpenAsync([file], Token);

        Assert.Equal(StorageFactory.Content(17 << 20), await File.ReadAllBytesAsync(lease.Paths[0], Token));
        Assert.Equal([file.Path], (await _storages.Open().ListAsync(Token)).Select(static stored => stored.Path));
    }

    [Fact]
    public async Task CheckAsync_UploadsInPartsThatSomeoneLeft_GivesUpTheOldOnes()
    {
        using var client = new AmazonS3Client(
            new BasicAWSCredentials(_options.AccessKey, _options.SecretKey), new AmazonS3Config { ServiceURL = _options.ServiceUrl, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await client.InitiateMultipartUploadAsync(_options.Bucket, "catalog/left.parquet", Token);

        await _storages.Open().CheckAsync(Token);
        Assert.Single(await UploadsAsync());

        await _storages.Open(clock: new ManualClock(DateTimeOffset.UtcNow.AddDays(2))).CheckAsync(Token);
        Assert.Empty(await UploadsAsync());

        async Task<IEnumerable<object>> UploadsAsync() => (await client.ListMultipartUploadsAsync(_options.Bucket, Token)).MultipartUploads ?? [];
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(12 << 20)]
    public async Task WriteAsync_UploadCutOff_StoresNothingAndTheNextAttemptDoes(int bytes)
    {
        await using var proxy = new CuttingProxy(new Uri(_options.ServiceUrl).Port) { CutUpAfter = 300_000 };
        var storage = _storages.Open(options => options.ServiceUrl = proxy.Url);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => StorageFactory.WriteAsync(storage, Name, bytes));

        Assert.Equal(FeatureStoreErrorCode.OfflineStoreUnavailable, error.ErrorCode);
        Assert.Empty(await _storages.Open().ListAsync(Token));
        Assert.Empty(Directory.GetFiles(_storages.Folder, "*.parquet", SearchOption.AllDirectories));
        proxy.Cuts = 0;
        var file = await StorageFactory.WriteAsync(storage, Name, bytes);
        Assert.Equal([file.Path], (await _storages.Open().ListAsync(Token)).Select(static stored => stored.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenAsync_DownloadCutOffOrChangedOnce_IsFetchedAgain(bool isCut)
    {
        var file = await StorageFactory.WriteAsync(_storages.Open(), Name, 200_000);
        await using var proxy = new CuttingProxy(new Uri(_options.ServiceUrl).Port) { CutDownAfter = isCut ? 100_000 : -1, ChangeDown = isCut ? -1 : 100_000, Cuts = 1, Changes = 1 };

        using var lease = await _storages.Open(options => options.ServiceUrl = proxy.Url).OpenAsync([file], Token);

        Assert.True(isCut ? proxy.Cuts <= 0 : proxy.Changes == 0);
        Assert.Equal(StorageFactory.Content(200_000), await File.ReadAllBytesAsync(lease.Paths[0], Token));
    }

    [Theory]
    [InlineData(true, FeatureStoreErrorCode.OfflineStoreUnavailable)]
    [InlineData(false, FeatureStoreErrorCode.CorruptData)]
    public async Task OpenAsync_DownloadAlwaysSpoiled_SaysSoAndKeepsNothing(bool isCut, FeatureStoreErrorCode expected)
    {
        var file = await StorageFactory.WriteAsync(_storages.Open(), Name, 200_000);
        await using var proxy = new CuttingProxy(new Uri(_options.ServiceUrl).Port) { CutDownAfter = isCut ? 100_000 : -1, ChangeDown = isCut ? -1 : 100_000 };

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _storages.Open(options => options.ServiceUrl = proxy.Url).OpenAsync([file], Token));

        Assert.Equal(expected, error.ErrorCode);
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal([".lock"], Directory.GetFiles(Path.Combine(_storages.Folder, "1"), "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task WriteAsync_BodyChangedOnTheWay_IsRefusedByTheServer()
    {
        await using var proxy = new CuttingProxy(new Uri(_options.ServiceUrl).Port) { ChangeUp = 100_000 };
        var storage = _storages.Open(options => options.ServiceUrl = proxy.Url);

        await Assert.ThrowsAsync<FeatureStoreException>(() => StorageFactory.WriteAsync(storage, Name, 200_000));

        Assert.Empty(await _storages.Open().ListAsync(Token));
    }

    [Fact]
    public async Task ListAsync_MoreThanAPage_GivesAllAndOnlyThoseBelowThePrefix()
    {
        var storage = _storages.Open();
        var names = Enumerable.Range(0, 1_050).Select(static i => $"orders/v1/p{i % 7}/{i:D20}.parquet").ToArray();
        var written = new string[names.Length];
        await Parallel.ForAsync(0, names.Length, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (i, _) => written[i] = (await StorageFactory.WriteAsync(storage, names[i], 3)).Path);
        await StorageFactory.WriteAsync(_storages.Open(static options => options.Prefix = "catalog-2"), Name, 3);

        Assert.Equal(written.Order(StringComparer.Ordinal), (await storage.ListAsync(Token)).Select(static file => file.Path).Order(StringComparer.Ordinal));
    }
}
