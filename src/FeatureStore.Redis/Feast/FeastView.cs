using System.Buffers.Binary;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.Feast;
using FeatureStore.Model;
using FeatureStore.Rows;
using StackExchange.Redis;

namespace FeatureStore.Redis.Feast;

/// <summary>Under which fields the values of a view stand in Feast's hashes.</summary>
internal sealed class FeastView
{
    private readonly DataType[] _types;

    internal FeastView(FeatureView view)
    {
        Name = view.Name;
        _types = [.. view.Features.Select(static feature => feature.Type)];
        IsReadable = view.NullPolicy == NullPolicy.Newest;
        TimeField = TimeFieldOf(view.Name);
        Fields = [.. view.Features.Select(feature => (RedisValue)FieldOf(view.Name, feature.Name))];
        CheckFields(view);
    }

    internal string Name { get; }

    /// <summary>The field of the event time.</summary>
    internal RedisValue TimeField { get; }

    /// <summary>The fields of the features, in the order of the view.</summary>
    internal RedisValue[] Fields { get; }

    /// <summary>Whether what stands in the fields is one row. Where each feature has its own newest event, one time says nothing about the others.</summary>
    internal bool IsReadable { get; }

    internal static byte[] TimeFieldOf(string view) => Encoding.UTF8.GetBytes("_ts:" + view);

    internal static byte[] FieldOf(string view, string feature)
    {
        var field = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(field, Murmur3.Of(Encoding.UTF8.GetBytes($"{view}:{feature}")));
        return field;
    }

    /// <summary>Fields are 32 bits of a hash; Feast does not see when two are equal, and gives one value for both.</summary>
    private static void CheckFields(FeatureView view)
    {
        var twice = view.Features.GroupBy(feature => Convert.ToHexStringLower(FieldOf(view.Name, feature.Name))).FirstOrDefault(static group => group.Count() > 1);
        if (twice is not null)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidView,
                $"The features '{string.Join("', '", twice.Select(static feature => feature.Name))}' of '{view.Name}' have the same field '{twice.Key}' in Feast's layout. Rename one of them.");
        }
    }

    /// <summary>The values of an encoded row, as Feast writes them.</summary>
    internal RedisValue[] ValuesOf(ReadOnlySpan<byte> row, int? feature)
    {
        var values = new Value[feature is null ? _types.Length : 1];
        OnlineRowCodec.Decode(row, values);
        return [.. values.Select(static value => (RedisValue)FeastValue.Write(value))];
    }

    /// <summary>The encoded row of what Feast wrote. It has no place in the log.</summary>
    /// <param name="time">What stands in <see cref="TimeField"/>.</param>
    /// <param name="values">What stands in <see cref="Fields"/>; a missing one is null.</param>
    /// <param name="sequence">The last sequence of the log that is known to have been written for the key.</param>
    /// <exception cref="FeatureStoreException">A value is none, or of another type than the feature.</exception>
    internal byte[] RowOf(Instant time, ReadOnlySpan<RedisValue> values, long sequence)
    {
        var decoded = new Value[_types.Length];
        for (var i = 0; i < decoded.Length; i++)
        {
            try
            {
                decoded[i] = FeastValue.Read((byte[]?)values[i] ?? [], _types[i]);
            }
            catch (InvalidDataException exception)
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.CorruptData,
                    $"The value number {i + 1} of '{Name}' that Feast wrote at {time} cannot be read: {exception.Message}. Give the feature the same type in both, or write it again.",
                    exception);
            }
        }

        return OnlineRowCodec.Encode(new FeatureRow([], time, time, sequence, decoded));
    }
}
