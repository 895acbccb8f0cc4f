using FeatureStore.Access;
using FeatureStore.Ports;

namespace Catalog.Web.Consumers;

/// <summary>Reads what the pages of consumers show. Thread-safe.</summary>
internal sealed class ConsumerReader(IConsumerStore store, ReadCounts counts)
{
    /// <summary>All consumers in order of their names.</summary>
    internal async Task<IReadOnlyList<ConsumerFacts>> ListAsync(CancellationToken cancellationToken)
    {
        var consumers = await store.ListAsync(cancellationToken);
        var keys = (await store.ListKeysAsync(consumer: null, cancellationToken)).ToLookup(static key => key.Consumer, StringComparer.Ordinal);
        var reads = (await counts.ListAsync(consumer: null, cancellationToken)).ToLookup(static count => count.Consumer, StringComparer.Ordinal);
        return [.. consumers.Select(consumer => new ConsumerFacts(consumer, [.. keys[consumer.Name]], [.. reads[consumer.Name]]))];
    }

    /// <summary>One consumer; null when there is none of that name.</summary>
    internal async Task<ConsumerFacts?> FindAsync(string name, CancellationToken cancellationToken)
        => await store.FindAsync(name, cancellationToken) is { } consumer
            ? new ConsumerFacts(consumer, await store.ListKeysAsync(name, cancellationToken), await counts.ListAsync(name, cancellationToken))
            : null;
}
