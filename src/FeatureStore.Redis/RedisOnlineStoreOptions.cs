namespace FeatureStore.Redis;

/// <summary>Settings of the online store on Redis, section <c>FeatureStore:OnlineStore:Redis</c>.</summary>
public sealed class RedisOnlineStoreOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "FeatureStore:OnlineStore:Redis";

    /// <summary>
    /// Where the servers are, as StackExchange.Redis writes it: <c>host:port,host:port,password=...,ssl=true</c>. Of a cluster some of its nodes are enough. Required.
    /// </summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>First part of every key, so that several catalogues can share a server; in Feast's layout the last part, which is Feast's name of the project. 1 to 64 of the characters a-z, A-Z, 0-9, '-' and '_'. Default
    /// <c>catalog</c>.</summary>
    public string Project { get; set; } = "catalog";

    /// <summary>How long one command may take before the store counts as away. Default 5 seconds; from 100 milliseconds to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After which time without a write the rows of a key are removed (Feast's <c>key_ttl_seconds</c>), as garbage; a lookup finds nothing then. Must exceed the time to live and the windows of every view.
    /// Default 0, which keeps them for ever; else from 1 minute to 3,650 days.
    /// </summary>
    public TimeSpan ExpireAfter { get; set; } = TimeSpan.Zero;
}
