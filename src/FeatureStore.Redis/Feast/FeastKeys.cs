using System.Buffers.Binary;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.Rows;
using StackExchange.Redis;

namespace FeatureStore.Redis.Feast;

/// <summary>
/// Names of Feast's hashes: the entity key, serialized in version 3, and behind it the project. The bytes of an <see cref="EntityKey"/> are those already, but for two things: a view without
/// entities has the key <c>__dummy_id</c> there, and times are whole seconds. A time of ours that is none has twelve bytes, which Feast does not write and does not look for.
/// </summary>
internal sealed class FeastKeys(string project)
{
    private const int FineTimeLength = 12;
    private const long MicrosecondsPerSecond = 1_000_000;

    private static readonly byte[] NoEntities = [1, 0, 0, 0, 2, 0, 0, 0, 10, 0, 0, 0, .. "__dummy_id"u8, 2, 0, 0, 0, 0, 0, 0, 0];
    private static readonly EntityKey Empty = EntityKey.Create([], []);

    private readonly byte[] _project = Encoding.ASCII.GetBytes(project);

    /// <summary>Glob pattern that all keys of the project fit, and some of others: <see cref="KeyOf"/> tells them apart.</summary>
    internal string Pattern => "*" + project;

    /// <summary>The hash of an entity key.</summary>
    internal RedisKey HashOf(EntityKey key) => (byte[])[.. key == Empty ? NoEntities : WithSeconds(key.Bytes.Span), .. _project];

    /// <summary>The entity key of a hash; null when the name is none of this project.</summary>
    internal EntityKey? KeyOf(RedisKey hash)
    {
        var name = ((byte[])hash!).AsSpan();
        if (!name.EndsWith(_project))
        {
            return null;
        }

        var bytes = name[..^_project.Length];
        if (bytes.SequenceEqual(NoEntities))
        {
            return Empty;
        }

        try
        {
            var key = new EntityKey(WithMicroseconds(bytes));
            _ = key.Decode();
            return key;
        }
        catch (Exception exception) when (exception is FeatureStoreException or InvalidDataException)
        {
            return null; // Of a project whose name ends as ours does, or no entity key at all.
        }
    }

    private static byte[] WithSeconds(ReadOnlySpan<byte> key) => Rewrite(key, static value =>
    {
        var time = BinaryPrimitives.ReadInt64LittleEndian(value);
        var seconds = (long)Math.Floor((decimal)time / MicrosecondsPerSecond);
        var rest = (int)(time - (seconds * MicrosecondsPerSecond));
        var bytes = new byte[rest == 0 ? sizeof(long) : FineTimeLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, seconds);
        if (rest != 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(long)), rest);
        }

        return bytes;
    });

    private static byte[] WithMicroseconds(ReadOnlySpan<byte> key) => Rewrite(key, static value =>
    {
        var seconds = value.Length is sizeof(long) or FineTimeLength ? BinaryPrimitives.ReadInt64LittleEndian(value) : throw Cut();
        if (seconds is < long.MinValue / MicrosecondsPerSecond or > long.MaxValue / MicrosecondsPerSecond)
        {
            throw Cut();
        }

        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, (seconds * MicrosecondsPerSecond) + (value.Length == FineTimeLength ? BinaryPrimitives.ReadInt32LittleEndian(value[sizeof(long)..]) : 0));
        return bytes;
    });

    /// <summary>Copies a key with other bytes for its times.</summary>
    private static byte[] Rewrite(ReadOnlySpan<byte> key, Func<ReadOnlySpan<byte>, byte[]> time)
    {
        var copy = new List<byte>(key.Length);
        var rest = key;
        var count = Number(ref rest, copy);
        for (var i = 0u; i < count; i++)
        {
            Number(ref rest, copy);
            copy.AddRange(Part(ref rest, (int)Number(ref rest, copy)));
        }

        for (var i = 0u; i < count; i++)
        {
            if (Number(ref rest, copy) == (uint)ScalarType.Timestamp)
            {
                var value = time(Part(ref rest, (int)Number(ref rest, [])));
                copy.AddRange(BitConverter.GetBytes((uint)value.Length));
                copy.AddRange(value);
            }
            else
            {
                copy.AddRange(Part(ref rest, (int)Number(ref rest, copy)));
            }
        }

        copy.AddRange(rest);
        return [.. copy];
    }

    private static uint Number(ref ReadOnlySpan<byte> rest, List<byte> copy)
    {
        var bytes = Part(ref rest, sizeof(uint));
        copy.AddRange(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private static ReadOnlySpan<byte> Part(ref ReadOnlySpan<byte> rest, int length)
    {
        if (length < 0 || length > rest.Length)
        {
            throw Cut();
        }

        var part = rest[..length];
        rest = rest[length..];
        return part;
    }

    private static InvalidDataException Cut() => new("The name of a hash is no entity key.");
}
