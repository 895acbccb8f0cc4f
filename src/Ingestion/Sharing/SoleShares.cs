using System.Collections.Concurrent;
using Ingestion.Ports;

namespace Ingestion.Sharing;

/// <summary>All partitions belong to this process, because its log cannot be shared. Thread-safe.</summary>
internal sealed class SoleShares : IPartitionShares
{
    private readonly ConcurrentDictionary<(string Source, int Partition), PartitionShare> _shares = [];

    public bool IsShared => false;

    public long Stamp => 0;

    public void Follow(object worker, IReadOnlyCollection<string> sources)
    {
        // There is nobody to agree with.
    }

    public PartitionShare? Find(string source, int partition) => _shares.GetOrAdd((source, partition), static key => new PartitionShare(key.Source, key.Partition));

    public void Report(PartitionShare share, long position)
    {
        // There is nobody to tell.
    }
}
