using Servers;

namespace Conformance;

/// <summary>Servers of a test, which is skipped where they are not installed.</summary>
public static class TestServers
{
    public static Task<KafkaServer> KafkaAsync()
    {
        Assert.SkipWhen(KafkaServer.Missing is not null, KafkaServer.Missing ?? string.Empty);
        return KafkaServer.StartAsync();
    }

    public static Task<KafkaServer> SecuredKafkaAsync(string user, string password)
    {
        Assert.SkipWhen(KafkaServer.MissingForSecurity is not null, KafkaServer.MissingForSecurity ?? string.Empty);
        return KafkaServer.StartSecuredAsync(user, password);
    }

    public static Task<RedisServer> RedisAsync(params string[] arguments)
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? string.Empty);
        return RedisServer.StartAsync(arguments);
    }
}
