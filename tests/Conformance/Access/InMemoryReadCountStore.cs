using FeatureStore.Access;
using FeatureStore.Ports;

namespace Conformance.Access;

/// <summary>Counts that last as long as the test.</summary>
public sealed class InMemoryReadCountStore(IConsumerStore consumers) : IReadCountStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Consumer, string? Service), ReadCount> _counts = [];

    public async Task AddAsync(IReadOnlyList<ReadCount> counts, CancellationToken cancellationToken)
    {
        var known = (await consumers.ListAsync(cancellationToken)).Select(static consumer => consumer.Name).ToHashSet();
        lock (_lock)
        {
            foreach (var count in counts.Where(count => known.Contains(count.Consumer)))
            {
                var kept = _counts.GetValueOrDefault((count.Consumer, count.FeatureService));
                _counts[(count.Consumer, count.FeatureService)] = kept is null ? count : kept with
                {
                    Lookups = kept.Lookups + count.Lookups,
                    Refused = kept.Refused + count.Refused,
                    Entities = kept.Entities + count.Entities,
                    LastAt = kept.LastAt > count.LastAt ? kept.LastAt : count.LastAt,
                };
            }
        }
    }

    public async Task<IReadOnlyList<ReadCount>> ListAsync(string? consumer, CancellationToken cancellationToken)
    {
        var known = (await consumers.ListAsync(cancellationToken)).Select(static consumer => consumer.Name).ToHashSet();
        lock (_lock)
        {
            return
            [
                .. _counts.Values.Where(count => known.Contains(count.Consumer) && (consumer is null || count.Consumer == consumer))
                    .OrderBy(static count => count.Consumer, StringComparer.Ordinal).ThenBy(static count => count.FeatureService, StringComparer.Ordinal),
            ];
        }
    }
}
