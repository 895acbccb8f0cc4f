using System.Collections.Frozen;

namespace FeatureStore.Access;

/// <summary>All keys as they were read once.</summary>
/// <param name="Keys">By digest.</param>
/// <param name="ReadAt">When.</param>
internal sealed record KnownKeys(FrozenDictionary<string, KnownKey> Keys, DateTimeOffset ReadAt)
{
    internal static KnownKeys Of(IEnumerable<AccessGrants> consumers, IReadOnlyList<ConsumerKey> keys, DateTimeOffset at)
    {
        var grants = consumers.ToDictionary(static grants => grants.Consumer.Name, StringComparer.Ordinal);
        return new KnownKeys(
            keys.Where(key => grants.ContainsKey(key.Consumer)).ToFrozenDictionary(static key => key.Digest, key => new KnownKey(key, grants[key.Consumer]), StringComparer.Ordinal), at);
    }
}
