using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>Says what went wrong with a Redis server in the words of the port.</summary>
internal static class RedisErrors
{
    /// <summary>Begins the reply of <see cref="WriteScript"/> to a row that it cannot read.</summary>
    internal const string CorruptReply = "CATALOGCORRUPT";

    /// <summary>Whether the exception comes from the server or the way there.</summary>
    internal static bool IsKnown(Exception exception) => exception is RedisException or RedisAwayException or TimeoutException or ObjectDisposedException;

    /// <summary>The error of the port for an exception for which <see cref="IsKnown"/> holds.</summary>
    /// <param name="attempt">What was attempted, as the beginning of a sentence.</param>
    /// <param name="servers">Where the servers are.</param>
    /// <param name="cause">The exception.</param>
    internal static FeatureStoreException For(string attempt, string servers, Exception cause) => cause switch
    {
        RedisServerException server when server.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal) || server.Message.Contains(CorruptReply, StringComparison.Ordinal) => new(
            FeatureStoreErrorCode.CorruptData,
            $"{attempt} in Redis at '{servers}' failed: a key of this catalogue holds something else ({server.Message}). "
            + $"Give every program on the server keys of its own with '{RedisOnlineStoreOptions.Section}:Project', or rebuild the online store from the event log.",
            cause),
        RedisServerException server => new(
            FeatureStoreErrorCode.OnlineStoreUnavailable, $"{attempt} in Redis at '{servers}' was refused: {server.Message}. Mend the server; writers try again by themselves.", cause),
        TimeoutException => new(
            FeatureStoreErrorCode.OnlineStoreUnavailable,
            $"{attempt} in Redis at '{servers}' took longer than '{RedisOnlineStoreOptions.Section}:Timeout' allows. See whether the server is overloaded or away.",
            cause),
        _ => new(
            FeatureStoreErrorCode.OnlineStoreUnavailable,
            $"{attempt} in Redis at '{servers}' failed: the server cannot be reached. Start it, or set '{RedisOnlineStoreOptions.Section}:ConnectionString'.",
            cause),
    };
}
