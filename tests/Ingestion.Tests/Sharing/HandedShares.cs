using Ingestion.Ports;
using Ingestion.Sharing;

namespace Ingestion.Tests.Sharing;

/// <summary>The one partition of a source, given and taken by the test.</summary>
internal sealed class HandedShares : IPartitionShares
{
    private volatile PartitionShare? _share;
    private long _stamp;

    public bool IsShared => true;

    public long Stamp => Interlocked.Read(ref _stamp);

    internal PartitionShare? Current => _share;

    public void Follow(object worker, IReadOnlyCollection<string> sources)
    {
        // The test decides.
    }

    public PartitionShare? Find(string source, int partition) => partition == 0 && _share?.Source == source ? _share : null;

    public void Report(PartitionShare share, long position)
    {
        // Nobody watches.
    }

    internal void Give(PartitionShare share)
    {
        _share = share;
        Interlocked.Increment(ref _stamp);
    }

    /// <returns>Completes when nothing is done for the partition any more.</returns>
    internal Task TakeBack()
    {
        var share = Interlocked.Exchange(ref _share, null);
        Interlocked.Increment(ref _stamp);
        return share?.GiveUp() ?? Task.CompletedTask;
    }
}
