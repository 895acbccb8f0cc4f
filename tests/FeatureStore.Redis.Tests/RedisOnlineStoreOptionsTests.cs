using FeatureStore.Ports;
using FeatureStore.Redis.Feast;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FeatureStore.Redis.Tests;

public sealed class RedisOnlineStoreOptionsTests
{
    [Fact]
    public void Validate_EverythingWrong_NamesEverySettingAndNoPassword()
    {
        var options = new RedisOnlineStoreOptions { ConnectionString = "password=secret", Project = "A b", Timeout = TimeSpan.Zero, ExpireAfter = TimeSpan.FromSeconds(1) };

        var failures = new RedisOnlineStoreOptionsValidator().Validate(null, options).Failures!.ToArray();

        Assert.Equal(
            ["ConnectionString", "Project", "Timeout", "ExpireAfter"],
            failures.Select(static failure => failure.Split(' ')[0].Replace(RedisOnlineStoreOptions.Section + ":", string.Empty, StringComparison.Ordinal)));
        Assert.DoesNotContain(failures, static failure => failure.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost,unknownOption=1")]
    [InlineData(",,")]
    public void Validate_ConnectionStringThatCannotBeUsed_SaysHowToWriteOne(string connection)
        => Assert.Contains("host:port", new RedisOnlineStoreOptionsValidator().Validate(null, new RedisOnlineStoreOptions { ConnectionString = connection }).FailureMessage, StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost")]
    [InlineData("a:7000,b:7001,c:7002,password=p,ssl=true")]
    public void Validate_UsualConnectionStrings_Succeeds(string connection)
        => Assert.True(new RedisOnlineStoreOptionsValidator().Validate(null, new RedisOnlineStoreOptions { ConnectionString = connection }).Succeeded);

    [Fact]
    public async Task AddRedisOnlineStore_FeastRedis_IsTheStoreInFeastsLayout()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["FeatureStore:OnlineStore:Kind"] = "feastredis",
            ["FeatureStore:OnlineStore:Redis:ConnectionString"] = "localhost:1",
            ["FeatureStore:OnlineStore:Redis:Project"] = "Demo_1",
        }).Build();

        await using var provider = new ServiceCollection().AddSingleton<IFeatureRegistry>(new Conformance.FakeFeatureRegistry()).AddRedisOnlineStore(configuration).BuildServiceProvider();

        Assert.IsType<FeastOnlineStore>(provider.GetService<IOnlineStore>());
        Assert.Equal("Demo_1", provider.GetRequiredService<IOptions<RedisOnlineStoreOptions>>().Value.Project);
    }

    [Theory]
    [InlineData("Redis", true)]
    [InlineData("redis", true)]
    [InlineData("Embedded", false)]
    [InlineData(null, false)]
    public async Task AddRedisOnlineStore_Kind_DecidesWhichStore(string? kind, bool isRedis)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["FeatureStore:OnlineStore:Kind"] = kind,
            ["FeatureStore:OnlineStore:Redis:ConnectionString"] = "localhost:1",
        }).Build();

        await using var provider = new ServiceCollection().AddRedisOnlineStore(configuration).BuildServiceProvider();

        Assert.Equal(isRedis, provider.GetService<IOnlineStore>() is RedisOnlineStore);
        Assert.Equal(isRedis, provider.GetRequiredService<IEnumerable<IValidateOptions<RedisOnlineStoreOptions>>>().Any());
    }
}
