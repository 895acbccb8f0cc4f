using Catalog.Core.Values;
using FeatureStore.Access;
using FeatureStore.Ports;

namespace Conformance.Access;

/// <summary>Consumers that last as long as the test.</summary>
public sealed class InMemoryConsumerStore : IConsumerStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Consumer> _consumers = new(StringComparer.Ordinal);
    private readonly List<ConsumerKey> _keys = [];

    public Task<IReadOnlyList<Consumer>> ListAsync(CancellationToken cancellationToken) => Do<IReadOnlyList<Consumer>>(() => [.. _consumers.Values]);

    public Task<Consumer?> FindAsync(string name, CancellationToken cancellationToken) => Do(() => _consumers.GetValueOrDefault(name));

    public Task<bool> TryAddAsync(Consumer consumer, CancellationToken cancellationToken) => Do(() => _consumers.TryAdd(consumer.Name, consumer));

    public Task<bool> TryChangeAsync(Consumer consumer, CancellationToken cancellationToken) => Do(() =>
    {
        if (!_consumers.TryGetValue(consumer.Name, out var kept))
        {
            return false;
        }

        _consumers[consumer.Name] = consumer with { CreatedAt = kept.CreatedAt };
        return true;
    });

    public Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken) => Do(() =>
    {
        _keys.RemoveAll(key => key.Consumer == name);
        return _consumers.Remove(name);
    });

    public Task<IReadOnlyList<ConsumerKey>> ListKeysAsync(string? consumer, CancellationToken cancellationToken)
        => Do<IReadOnlyList<ConsumerKey>>(() => [.. _keys.Where(key => consumer is null || key.Consumer == consumer).OrderBy(static key => key.CreatedAt.UnixMicroseconds).ThenBy(static key => key.Id)]);

    public Task<bool> TryAddKeyAsync(ConsumerKey key, CancellationToken cancellationToken) => Do(() =>
    {
        if (!_consumers.ContainsKey(key.Consumer))
        {
            return false;
        }

        _keys.Add(key);
        return true;
    });

    public Task<ConsumerKey?> RevokeKeyAsync(string consumer, Guid id, Instant at, CancellationToken cancellationToken)
        => Do(() => Change(key => key.Id == id && key.Consumer == consumer, key => key with { RevokedAt = key.RevokedAt ?? at }));

    public Task MarkUsedAsync(Guid id, Instant at, CancellationToken cancellationToken)
        => Do(() => Change(key => key.Id == id, key => key.LastUsedAt is { } noted && noted >= at ? key : key with { LastUsedAt = at }));

    private ConsumerKey? Change(Predicate<ConsumerKey> which, Func<ConsumerKey, ConsumerKey> change)
        => _keys.FindIndex(which) is var place and >= 0 ? _keys[place] = change(_keys[place]) : null;

    private Task<T> Do<T>(Func<T> work)
    {
        lock (_lock)
        {
            return Task.FromResult(work());
        }
    }
}
