using Catalog.Core.Values;
using FeatureStore.Embedded;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeatureStore.Tests.Embedded;

/// <summary>Makes and reads the rows of the embedded store's tests.</summary>
internal static class OnlineRows
{
    internal static readonly Entity Entity = new()
    {
        Name = "id", JoinKey = "id", Type = new DataType(ScalarType.Int64), Domain = "d", Owner = "o",
    };

    internal static EmbeddedOnlineStore Open(TemporaryDirectory directory, long segmentBytes = 64 << 20, long rowCacheBytes = 0)
        => EmbeddedOnlineStore.Open(
            directory.Path, new OnlineStoreOptions { SegmentBytes = segmentBytes, RowCacheBytes = rowCacheBytes }, NullLogger.Instance);

    internal static EntityKey Key(long id) => EntityKey.Create([Entity], [Value.Of(id)]);

    internal static OnlineWrite Row(long key, long time, string view = "v", int padding = 0)
        => new(Key(key), view, new Instant(time), time, OnlineRowCodec.Encode(
            new FeatureRow([], new Instant(time), default, time, [Value.Of($"{key}:{time}{new string('.', padding)}")])));

    /// <summary>All rows of a view as key and event time; fails when a row does not hold what was written for them.</summary>
    internal static async Task<SortedDictionary<long, long>> StateAsync(IOnlineStore store, string view = "v")
    {
        var state = new SortedDictionary<long, long>();
        var values = new Value[1];
        await foreach (var row in store.ScanAsync(view, TestContext.Current.CancellationToken))
        {
            var head = OnlineRowCodec.Decode(row.Row.Span, values);
            var key = row.Key.Decode()[0].Value.AsInt64();
            Assert.Equal($"{key}:{head.EventTime.UnixMicroseconds}", values[0].AsString().TrimEnd('.'));
            state.Add(key, head.EventTime.UnixMicroseconds);
        }

        return state;
    }
}
