using System.Collections.Concurrent;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Conformance.Offline;

/// <summary>Marks that are gone after the test.</summary>
public sealed class InMemoryComputedVersions : IComputedVersions
{
    private readonly ConcurrentDictionary<FeatureViewId, Instant> _marks = new();

    public Task<IReadOnlyList<FeatureViewId>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<FeatureViewId>>([.. _marks.Keys]);

    public Task MarkAsync(FeatureViewId view, Instant at, CancellationToken cancellationToken)
    {
        _marks.TryAdd(view, at);
        return Task.CompletedTask;
    }
}
