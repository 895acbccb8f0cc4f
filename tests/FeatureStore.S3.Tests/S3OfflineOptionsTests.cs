using FeatureStore.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FeatureStore.S3.Tests;

public sealed class S3OfflineOptionsTests
{
    [Theory]
    [InlineData("Bucket", "")]
    [InlineData("Bucket", "ab")]
    [InlineData("Bucket", "my/bucket")]
    [InlineData("Prefix", "/catalog")]
    [InlineData("Prefix", "catalog/")]
    [InlineData("Region", " ")]
    [InlineData("ServiceUrl", "minio:9000")]
    [InlineData("ServiceUrl", "ftp://minio")]
    [InlineData("AccessKey", "")]
    [InlineData("SecretKey", "")]
    [InlineData("Timeout", "00:00:00.5")]
    [InlineData("Timeout", "00:10:01")]
    [InlineData("Retries", "-1")]
    [InlineData("Retries", "21")]
    [InlineData("PartBytes", "5242879")]
    [InlineData("PartBytes", "1073741825")]
    [InlineData("Parallelism", "0")]
    [InlineData("Parallelism", "65")]
    [InlineData("CacheBytes", "-1")]
    public void Validate_BadValue_NamesTheKeyAndNoSecret(string key, string value)
    {
        var error = Assert.Throws<OptionsValidationException>(() => OptionsOf((key, value)));

        Assert.Contains($"FeatureStore:Offline:S3:{key}", Assert.Single(error.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Prefix", "")]
    [InlineData("Prefix", "teams/shop")]
    [InlineData("ServiceUrl", "https://s3.example.org")]
    [InlineData("CacheBytes", "0")]
    [InlineData("Retries", "0")]
    public void Validate_ValueAtTheEdge_IsTaken(string key, string value) => Assert.NotNull(OptionsOf((key, value)));

    [Fact]
    public void CacheDirectory_NotSet_LiesBelowTheDataFolder() => Assert.Equal("/data/offline-cache", OptionsOf().CacheDirectory);

    [Theory]
    [InlineData("Disk")]
    [InlineData(null)]
    public void AddS3OfflineStorage_OtherKind_AddsNothing(string? kind)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("FeatureStore:Offline:Kind", kind)]).Build();

        Assert.Empty(new ServiceCollection().AddS3OfflineStorage(configuration));
    }

    [Theory]
    [InlineData("", "s3://shop")]
    [InlineData("teams/catalog", "s3://shop/teams/catalog")]
    public async Task Location_BucketAndPrefix_IsTheirAddress(string prefix, string expected)
    {
        await using var services = Services(("Prefix", prefix));

        Assert.Equal(expected, services.GetRequiredService<IOfflineStorage>().Location);
    }

    private static S3OfflineOptions OptionsOf(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        return services.GetRequiredService<IOptions<S3OfflineOptions>>().Value;
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Catalog:DataDirectory", "/data"),
            new("FeatureStore:Offline:Kind", "s3"),
            new($"{S3OfflineOptions.Section}:Bucket", "shop"),
            new($"{S3OfflineOptions.Section}:AccessKey", "key"),
            new($"{S3OfflineOptions.Section}:SecretKey", "hush"),
        ]).AddInMemoryCollection(settings.Select(static setting => new KeyValuePair<string, string?>($"{S3OfflineOptions.Section}:{setting.Key}", setting.Value))).Build();
        return new ServiceCollection().AddLogging().AddS3OfflineStorage(configuration).BuildServiceProvider();
    }
}
