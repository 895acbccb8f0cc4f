using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Catalog.Benchmarks.Lookup;

/// <summary>Rows and requests in the shape that feast-benchmarks publishes.</summary>
internal sealed class LookupData(int seed)
{
    internal const int FeaturesPerView = 10;

    private const int Draws = 10_000;
    private const int Ids = 10_000;

    private static readonly Entity[] Entities =
        [new() { Name = "entity", JoinKey = "entity", Type = new DataType(ScalarType.Int64), Domain = "bench", Owner = "bench" }];

    private readonly Random _random = new(seed);

    internal static string[] Views { get; } = [.. Enumerable.Range(0, 25).Select(static view => $"feature_view_{view:00}@1")];

    /// <summary>Newest rows of about 63 % of the ids in all views, ordered by key.</summary>
    internal IEnumerable<OnlineWrite> Rows()
    {
        var ids = Enumerable.Range(0, Draws).Select(_ => _random.NextInt64(1, Ids)).Distinct().Order().ToArray();
        var time = new Instant(1_763_596_800_000_000);
        foreach (var (sequence, id) in ids.Index())
        {
            foreach (var view in Views)
            {
                var values = Enumerable.Range(0, FeaturesPerView).Select(_ => Value.Of(_random.NextInt64(1, 10_000))).ToArray();
                var row = new FeatureRow([Value.Of(id)], time, time, sequence, values);
                yield return new OnlineWrite(Key(id), view, time, sequence, OnlineRowCodec.Encode(row));
            }
        }
    }

    internal EntityKey[][] Requests(int count, int entities) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, entities).Select(_ => Key(_random.NextInt64(0, Ids))).ToArray())];

    private static EntityKey Key(long id) => EntityKey.Create(Entities, [Value.Of(id)]);
}
