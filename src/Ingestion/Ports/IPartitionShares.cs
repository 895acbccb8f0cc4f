using Ingestion.Sharing;

namespace Ingestion.Ports;

/// <summary>
/// Which partitions of the sources this process works on. Of all processes of a catalogue one holds a partition at a time; who lost one without knowing is kept from writing by the
/// number of its ownership (<see cref="PartitionShare.GetEpochAsync"/>). Thread-safe.
/// </summary>
public interface IPartitionShares
{
    /// <summary>Whether partitions may be held by other processes.</summary>
    bool IsShared { get; }

    /// <summary>Grows with each change of what this process holds.</summary>
    long Stamp { get; }

    /// <summary>Says which sources somebody works on, in place of what he said before. Partitions of sources that nobody works on are given up.</summary>
    void Follow(object worker, IReadOnlyCollection<string> sources);

    /// <summary>The share of a partition; null where this process does not hold it, or must give it up.</summary>
    PartitionShare? Find(string source, int partition);

    /// <summary>Tells the engine how far the work on a partition is durable, for those who watch it there. May be forgotten.</summary>
    void Report(PartitionShare share, long position);
}
