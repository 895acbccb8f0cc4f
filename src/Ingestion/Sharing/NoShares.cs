using Ingestion.Ports;

namespace Ingestion.Sharing;

/// <summary>This process writes nothing; others do. Thread-safe.</summary>
internal sealed class NoShares : IPartitionShares
{
    public bool IsShared => true;

    public long Stamp => 0;

    public void Follow(object worker, IReadOnlyCollection<string> sources)
    {
        // It has no work.
    }

    public PartitionShare? Find(string source, int partition) => null;

    public void Report(PartitionShare share, long position)
    {
        // It holds nothing.
    }
}
