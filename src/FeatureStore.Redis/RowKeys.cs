using System.Text;
using FeatureStore.Rows;
using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>
/// Where rows stand: one hash for each entity key, named <c>project:</c> and the canonical bytes of the key (<see cref="EntityKey"/>), with one field for each view version, named as that.
/// </summary>
internal sealed class RowKeys(string project)
{
    private readonly byte[] _prefix = Encoding.ASCII.GetBytes(project + ":");

    /// <summary>Glob pattern of all keys of the project, whose name has no character of meaning in it.</summary>
    internal string Pattern => $"{project}:*";

    /// <summary>The hash of an entity key.</summary>
    internal RedisKey HashOf(EntityKey key)
    {
        var name = new byte[_prefix.Length + key.Bytes.Length];
        _prefix.CopyTo(name, 0);
        key.Bytes.Span.CopyTo(name.AsSpan(_prefix.Length));
        return name;
    }

    /// <summary>The entity key of a hash of the project.</summary>
    internal EntityKey KeyOf(RedisKey hash) => new(((byte[])hash!).AsMemory(_prefix.Length));
}
