namespace FeatureStore.Redis;

/// <summary>A server is needed that is not connected. Never leaves the module (<see cref="RedisErrors"/>).</summary>
internal sealed class RedisAwayException(string message) : Exception(message);
