using System.Buffers.Binary;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Rows;

/// <summary>
/// The key of a row: the canonical bytes of join key names and values. Two keys are equal exactly when their bytes are,
/// so (1, "23") and (12, "3") never meet.
/// </summary>
/// <remarks>
/// The bytes are Feast's entity key serialization version 3 without the project (shared facts: feast-wire 2.9), all integers
/// little-endian: the number of join keys; each name, sorted ordinally, as type 2, length, UTF-8; each value in the same order as
/// type number, length, bytes.
/// </remarks>
public readonly struct EntityKey : IEquatable<EntityKey>
{
    private const uint StringType = 2;

    /// <summary>Wraps bytes made by <see cref="Create(IReadOnlyList{Entity}, ReadOnlySpan{Value})"/>.</summary>
    public EntityKey(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The canonical bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Makes the key of one row.</summary>
    /// <param name="entities">The view's entities.</param>
    /// <param name="values">Their values in the same order; none may be null, each of its entity's type.</param>
    /// <exception cref="ArgumentException">A value is null or of another type, or the counts differ.</exception>
    public static EntityKey Create(IReadOnlyList<Entity> entities, ReadOnlySpan<Value> values)
    {
        if (entities.Count != values.Length)
        {
            throw new ArgumentException($"{entities.Count} join keys need as many values, not {values.Length}.", nameof(values));
        }

        var order = entities.Count < 2 ? null : SortedOrder(entities);
        var size = 4;
        for (var i = 0; i < values.Length; i++)
        {
            size += 16 + Encoding.UTF8.GetByteCount(entities[i].JoinKey) + ValueSize(entities[i], values[i]);
        }

        var bytes = new byte[size];
        var rest = WriteUInt32(bytes, (uint)values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            rest = WriteText(WriteUInt32(rest, StringType), entities[order?[i] ?? i].JoinKey);
        }

        for (var i = 0; i < values.Length; i++)
        {
            rest = WriteValue(rest, values[order?[i] ?? i]);
        }

        return new EntityKey(bytes);
    }

    /// <inheritdoc />
    public bool Equals(EntityKey other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is EntityKey other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The values of the key with their join key names, in canonical order.</summary>
    /// <exception cref="FeatureStoreException">The bytes are no entity key.</exception>
    public IReadOnlyList<KeyValuePair<string, Value>> Decode() => EntityKeyReader.Read(Bytes.Span);

    /// <summary>For people: <c>customer_id=17850</c>, joined by commas.</summary>
    public override string ToString() => string.Join(", ", Decode().Select(static part => $"{part.Key}={part.Value}"));

    /// <summary>Equality of the bytes.</summary>
    public static bool operator ==(EntityKey left, EntityKey right) => left.Equals(right);

    /// <summary>Difference of the bytes.</summary>
    public static bool operator !=(EntityKey left, EntityKey right) => !left.Equals(right);

    private static int[] SortedOrder(IReadOnlyList<Entity> entities)
    {
        var order = Enumerable.Range(0, entities.Count).ToArray();
        Array.Sort(order, (left, right) => string.CompareOrdinal(entities[left].JoinKey, entities[right].JoinKey));
        return order;
    }

    private static int ValueSize(Entity entity, Value value)
    {
        if (value.Type != entity.Type)
        {
            throw new ArgumentException(
                $"The value '{value}' of join key '{entity.JoinKey}' is of type '{value.Type}'; the entity's type is '{entity.Type}'.", nameof(value));
        }

        return value.Type.Element switch
        {
            ScalarType.Int32 => 4,
            ScalarType.Int64 or ScalarType.Timestamp => 8,
            ScalarType.String => Encoding.UTF8.GetByteCount(value.AsString()),
            ScalarType.Bytes => value.AsBytes().Length,
            _ => throw new ArgumentException($"A join key cannot be of type '{value.Type}'; use int32, int64, string, bytes or timestamp.", nameof(value)),
        };
    }

    private static Span<byte> WriteUInt32(Span<byte> destination, uint number)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, number);
        return destination[4..];
    }

    private static Span<byte> WriteText(Span<byte> destination, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, destination[4..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)length);
        return destination[(4 + length)..];
    }

    private static Span<byte> WriteValue(Span<byte> destination, Value value)
    {
        var rest = WriteUInt32(destination, (uint)value.Type.Element);
        switch (value.Type.Element)
        {
            case ScalarType.String:
                return WriteText(rest, value.AsString());
            case ScalarType.Bytes:
                rest = WriteUInt32(rest, (uint)value.AsBytes().Length);
                value.AsBytes().CopyTo(rest);
                return rest[value.AsBytes().Length..];
            case ScalarType.Int32:
                rest = WriteUInt32(rest, 4);
                BinaryPrimitives.WriteInt32LittleEndian(rest, (int)value.AsInt64());
                return rest[4..];
            default:
                rest = WriteUInt32(rest, 8);
                BinaryPrimitives.WriteInt64LittleEndian(rest, value.AsInt64());
                return rest[8..];
        }
    }
}
