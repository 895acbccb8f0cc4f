using Catalog.Core.Values;
using FeatureStore.Erasures;
using FeatureStore.Ports;

namespace Conformance.Erasures;

/// <summary>Keeps erasures as long as a test takes.</summary>
public sealed class InMemoryErasureStore : IErasureStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<Guid, Erasure> _erasures = [];
    private readonly Dictionary<Guid, Tombstone> _tombstones = [];
    private ReadOnlyMemory<byte>? _salt;

    public bool IsShared => false;

    /// <summary>Called before a record is saved; throws to stand for a process that dies there.</summary>
    public Action<Erasure>? Saving { get; set; }

    public Task<ReadOnlyMemory<byte>> GetSaltAsync(ReadOnlyMemory<byte> proposal, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_salt ??= proposal);
        }
    }

    public Task AddAsync(Erasure erasure, Tombstone tombstone, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _erasures.Add(erasure.Id, erasure);
            _tombstones.Add(tombstone.Erasure, tombstone);
        }

        return Task.CompletedTask;
    }

    public Task SaveAsync(Erasure erasure, CancellationToken cancellationToken)
    {
        Saving?.Invoke(erasure);
        lock (_lock)
        {
            if (_erasures.ContainsKey(erasure.Id))
            {
                _erasures[erasure.Id] = erasure;
            }
        }

        return Task.CompletedTask;
    }

    public Task CompleteAsync(Erasure erasure, Instant? through, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_erasures.ContainsKey(erasure.Id))
            {
                _erasures[erasure.Id] = erasure;
                _tombstones[erasure.Id] = _tombstones[erasure.Id] with { Through = through };
            }
        }

        return Task.CompletedTask;
    }

    public Task<Erasure?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_erasures.GetValueOrDefault(id));
        }
    }

    public Task<IReadOnlyList<Erasure>> ListAsync(ErasureFilter filter, Guid? before, int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Erasure>>(
            [
                .. _erasures.Values.Reverse().Where(erasure => before is not { } last || erasure.Id.CompareTo(last) < 0)
                    .Where(erasure => (filter.State is not { } state || erasure.State == state) && (filter.JoinKey is not { } joinKey || erasure.JoinKeys.Contains(joinKey)) && IsOf(erasure, filter.Entity)).Take(count),
            ]);
        }
    }

    public Task<IReadOnlyList<ErasureCount>> CountAsync(string? entity, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ErasureCount>>(
                [.. _erasures.Values.Where(erasure => IsOf(erasure, entity)).GroupBy(static erasure => (erasure.State, string.Join(',', erasure.JoinKeys))).Select(static group => new ErasureCount(group.Key.State, group.First().JoinKeys, group.LongCount()))]);
        }
    }

    public Task<IReadOnlyList<Erasure>> ListUnfinishedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Erasure>>([.. _erasures.Values.Where(static erasure => !erasure.HasEnded)]);
        }
    }

    public Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Tombstone>>([.. _tombstones.Values]);
        }
    }

    private static bool IsOf(Erasure erasure, string? entity) => entity is null || erasure.Fingerprint == entity;

    public Task<TombstoneStamp> GetStampAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(new TombstoneStamp(_tombstones.Count, _tombstones.Values.Count(static tombstone => tombstone.Through is not null)));
        }
    }
}
