using System.Collections.Concurrent;
using Ingestion.Ports;

namespace Ingestion.Tests.Testing;

/// <summary>Owners of unique values in memory.</summary>
internal sealed class MemoryUniqueness : IUniquenessIndex
{
    private readonly ConcurrentDictionary<UInt128, (string Source, RecordPosition Owner)> _owners = new();

    public CrashPoint Crash { get; set; } = new();

    public Task<IReadOnlyList<RecordPosition?>> FindAsync(IReadOnlyList<UInt128> hashes, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<RecordPosition?>>(
            [.. hashes.Select(hash => _owners.TryGetValue(hash, out var found) ? found.Owner : (RecordPosition?)null)]);

    public Task AddAsync(string source, IReadOnlyList<UniquenessClaim> claims, CancellationToken cancellationToken)
    {
        Crash.Pass();
        foreach (var claim in claims)
        {
            _owners.TryAdd(claim.Hash, (source, claim.Owner));
        }

        Crash.Pass();
        return Task.CompletedTask;
    }

    public Task RemoveFromAsync(string source, string fingerprint, long firstRecord, CancellationToken cancellationToken)
    {
        foreach (var (hash, (ownerSource, owner)) in _owners)
        {
            if (ownerSource == source && owner.Fingerprint == fingerprint && owner.RecordNumber >= firstRecord)
            {
                _owners.TryRemove(hash, out _);
            }
        }

        return Task.CompletedTask;
    }
}
