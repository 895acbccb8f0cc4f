using System.Globalization;
using System.Text;

namespace Catalog.Benchmarks.Serving;

/// <summary>
/// Definitions, rows and requests in the shape that feast-benchmarks publishes: 25 views of 10 whole numbers over one entity with a ttl of a day, and five services of 5 to 25 of them. 10,000 draws of
/// 9,999 ids have a row, so that about 37 % of the requested ids miss where requests draw from all. A value follows from its id and feature, so that answers can be checked.
/// </summary>
internal sealed class ServingData
{
    internal const string Source = "measurements";
    internal const string JoinKey = "entity";
    internal const int Views = 25;
    internal const int FeaturesPerView = 10;
    internal const int Features = Views * FeaturesPerView;

    private const int Ids = 10_000;
    private const int ViewsPerService = 5;

    private readonly Random _random = new(20_261_201);
    private readonly HashSet<long> _known;
    private readonly long[] _sorted;

    internal ServingData()
    {
        _known = [.. Enumerable.Range(0, Ids).Select(_ => _random.NextInt64(1, Ids))];
        _sorted = [.. _known.Order()];
    }

    /// <summary>The ids that have a row, ascending.</summary>
    internal IReadOnlyList<long> Known => _sorted;

    internal bool IsKnown(long id) => _known.Contains(id);

    internal static long ValueOf(long id, int feature) => (((id * 7_919) + (feature * 104_729)) % 9_999) + 1;

    internal static string FeatureName(int feature) => string.Create(CultureInfo.InvariantCulture, $"feature_{feature}");

    /// <summary>The service of so many features: a multiple of 50, up to 250.</summary>
    internal static string ServiceOf(int features) => string.Create(CultureInfo.InvariantCulture, $"feature_service_{(features / FeaturesPerView / ViewsPerService) - 1}");

    /// <summary>Different requests, a list of ids each.</summary>
    /// <param name="count">How many.</param>
    /// <param name="entities">Ids of each.</param>
    /// <param name="isHit">Whether every id has a row; else they are drawn from all ids.</param>
    internal long[][] Requests(int count, int entities, bool isHit)
        => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, entities).Select(_ => isHit ? _sorted[_random.Next(_sorted.Length)] : _random.NextInt64(0, Ids)).ToArray())];

    /// <summary>The documents.</summary>
    internal static string Definitions()
    {
        var text = new StringBuilder("""
            kind: Domain
            name: bench
            owner: bench
            ---
            kind: Team
            name: bench
            contact: bench@example.com
            members: [ana]
            ---
            kind: Entity
            name: entity
            domain: bench
            owner: bench
            type: int64
            ---
            kind: Source
            name: measurements
            domain: bench
            owner: bench
            format: ndjson
            timestamp: event_timestamp
            key: [entity]
            columns:
              - {name: entity, type: int64}
              - {name: event_timestamp, type: timestamp}

            """);
        for (var feature = 0; feature < Features; feature++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{name: {FeatureName(feature)}, type: int64}}\n");
        }

        for (var view = 0; view < Views; view++)
        {
            text.Append(CultureInfo.InvariantCulture, $"---\nkind: FeatureView\nname: feature_view_{view}\ndomain: bench\nowner: bench\nentities: [entity]\nsource: {Source}\nttl: 1d\nfeatures:\n");
            for (var feature = view * FeaturesPerView; feature < (view + 1) * FeaturesPerView; feature++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  - {{name: {FeatureName(feature)}, type: int64}}\n");
            }
        }

        for (var service = 0; service < Views / ViewsPerService; service++)
        {
            text.Append(CultureInfo.InvariantCulture, $"---\nkind: FeatureService\nname: feature_service_{service}\ndomain: bench\nowner: bench\nfeatures:\n");
            for (var view = 0; view < (service + 1) * ViewsPerService; view++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  - view: feature_view_{view}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The rows as JSON lines of about a thousand each.</summary>
    /// <param name="at">Their event time.</param>
    internal IEnumerable<byte[]> Pushes(DateTimeOffset at)
    {
        foreach (var ids in _sorted.Chunk(1_000))
        {
            var text = new StringBuilder();
            foreach (var id in ids)
            {
                text.Append(CultureInfo.InvariantCulture, $"{{\"entity\":{id},\"event_timestamp\":\"{at:O}\"");
                for (var feature = 0; feature < Features; feature++)
                {
                    text.Append(CultureInfo.InvariantCulture, $",\"{FeatureName(feature)}\":{ValueOf(id, feature)}");
                }

                text.Append("}\n");
            }

            yield return Encoding.UTF8.GetBytes(text.ToString());
        }
    }
}
