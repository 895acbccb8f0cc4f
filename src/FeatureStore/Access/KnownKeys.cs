using System.Collections.Frozen;

namespace FeatureStore.Access;

/// <summary>All keys as they were read once.</summary>
/// <param name="Keys">By digest.</param>
/// <param name="ReadAt">When.</param>
internal sealed record KnownKeys(FrozenDictionary<string, KnownKey> Keys, DateTimeOffset ReadAt)
{
    internal static KnownKeys Of(IReadOnlyList<Consumer> consumers, IReadOnlyList<ConsumerKey> keys, DateTimeOffset at)
    {
        var grants = consumers.ToDictionary(static consumer => consumer.Name, static consumer => new AccessGrants(consumer), StringComparer.Ordinal);
        return new KnownKeys(
            keys.Where(key => grants.ContainsKey(key.Consumer)).ToFrozenDictionary(static key => key.Digest, key => new KnownKey(key, grants[key.Consumer]), StringComparer.Ordinal), at);
    }
}
