using Catalog.Core.Values;
using FeatureStore.Feast;
using FeatureStore.Rows;
using StackExchange.Redis;

namespace FeatureStore.Redis.Feast;

/// <summary>The fields that hold rows of some views in one hash, and what comes out of them: our row, or Feast's where its event time is later.</summary>
internal sealed class FeastQuestion
{
    private readonly (int First, FeastView? Feast)[] _views;

    internal FeastQuestion(IReadOnlyList<string> views, FeastViews known)
    {
        _views = new (int First, FeastView? Feast)[views.Count];
        var fields = new List<RedisValue>(views.Count);
        for (var v = 0; v < _views.Length; v++)
        {
            var feast = known.Find(views[v])?.View is { IsReadable: true } view ? view : null;
            _views[v] = (fields.Count, feast);
            fields.Add(StoredField.Of(views[v]));
            if (feast is not null)
            {
                fields.Add(feast.TimeField);
                fields.AddRange(feast.Fields);
            }
        }

        Fields = [.. fields];
    }

    /// <summary>The fields to ask for.</summary>
    internal RedisValue[] Fields { get; }

    /// <summary>Takes the rows out of the answer; one that is not there is empty.</summary>
    internal void Answer(RedisValue[] answer, Span<ReadOnlyMemory<byte>> rows)
    {
        for (var v = 0; v < _views.Length; v++)
        {
            var (first, feast) = _views[v];
            var own = StoredRow.RowIn(answer[first]);
            rows[v] = feast is not null && (byte[]?)answer[first + 1] is { } time ? Newer(own, feast, time, answer.AsSpan(first + 2, feast.Fields.Length)) : own;
        }
    }

    private static ReadOnlyMemory<byte> Newer(ReadOnlyMemory<byte> own, FeastView feast, byte[] time, ReadOnlySpan<RedisValue> values)
    {
        var written = TimeOf(feast, time);
        if (own.IsEmpty)
        {
            return feast.RowOf(written, values, sequence: -1);
        }

        var head = OnlineRowCodec.DecodeHead(own.Span);
        return written > head.EventTime ? feast.RowOf(written, values, head.Sequence) : own;
    }

    private static Instant TimeOf(FeastView feast, byte[] time)
    {
        try
        {
            return FeastValue.ReadTime(time);
        }
        catch (InvalidDataException exception)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.CorruptData, $"The event time of '{feast.Name}' that Feast wrote cannot be read: {exception.Message}. Write the row again.", exception);
        }
    }
}
