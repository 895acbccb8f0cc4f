using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Conformance.TrainingSets;

/// <summary>Records that last as long as the test.</summary>
public sealed class InMemoryTrainingSetStore : ITrainingSetStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, TrainingSet> _sets = [];

    /// <summary>What is done before the next record is added.</summary>
    public Func<TrainingSet, Task>? Adding { get; set; }

    public async Task<IReadOnlyList<TrainingSet>> AddAsync(TrainingSet set, bool overwrite, CancellationToken cancellationToken)
    {
        if (Adding is { } adding)
        {
            Adding = null;
            await adding(set);
        }

        lock (_lock)
        {
            var sameName = _sets.Values.Where(other => other.Name == set.Name).ToList();
            if (sameName.Exists(other => !other.HasEnded || (!overwrite && other.State == TrainingSetState.Completed)))
            {
                throw new FeatureStoreException(FeatureStoreErrorCode.TrainingSetExists, $"A training set '{set.Name}' exists.");
            }

            var removed = sameName.FindAll(static other => other.State != TrainingSetState.Completed);
            removed.ForEach(other => _sets.Remove(other.Id));
            _sets.Add(set.Id, set);
            return removed;
        }
    }

    public Task SaveAsync(TrainingSet set, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_sets.ContainsKey(set.Id))
            {
                _sets[set.Id] = set;
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<TrainingSet>?> CompleteAsync(TrainingSet set, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_sets.ContainsKey(set.Id))
            {
                return Task.FromResult<IReadOnlyList<TrainingSet>?>(null);
            }

            var former = _sets.Values.Where(other => other.Name == set.Name && other.Id != set.Id).ToList();
            former.ForEach(other => _sets.Remove(other.Id));
            _sets[set.Id] = set;
            return Task.FromResult<IReadOnlyList<TrainingSet>?>(former);
        }
    }

    public Task<TrainingSet?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_sets.GetValueOrDefault(id));
        }
    }

    public Task<TrainingSet?> FindAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_sets.Values.Where(set => set.Name == name).MaxBy(static set => (set.State == TrainingSetState.Completed, set.Id)));
        }
    }

    public Task<IReadOnlyList<TrainingSet>> ListAsync(Guid? before, int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<TrainingSet>>(
                [.. _sets.Values.Where(set => before is null || set.Id < before).OrderByDescending(static set => set.Id).Take(count)]);
        }
    }

    public Task<long> CountAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult((long)_sets.Count);
        }
    }

    public Task<IReadOnlyList<TrainingSet>> ListUnfinishedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<TrainingSet>>([.. _sets.Values.Where(static set => !set.HasEnded).OrderBy(static set => set.Id)]);
        }
    }

    public Task<IReadOnlyList<TrainingSet>> ListNamedAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<TrainingSet>>([.. _sets.Values.Where(set => set.Name.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(static set => set.Id)]);
        }
    }

    public Task<IReadOnlyList<TrainingSet>> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var removed = _sets.Values.Where(set => set.Name == name).ToList();
            removed.ForEach(set => _sets.Remove(set.Id));
            return Task.FromResult<IReadOnlyList<TrainingSet>>(removed);
        }
    }
}
