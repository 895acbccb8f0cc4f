using System.Collections.Concurrent;
using Ingestion.Pipelines;
using Ingestion.Sharing;

namespace Ingestion.Enrichments;

/// <summary>How far the enriched streams are, for those who wait for them. Thread-safe.</summary>
internal sealed class StreamPositions(SharedPumps shared)
{
    private readonly ConcurrentDictionary<(string Source, string Stream, int Partition), PositionWaiters> _waiters = [];

    /// <summary>Completes when everything before an offset of the stream has been carried into the source.</summary>
    internal Task WaitAsync(string source, string stream, int partition, long end, CancellationToken cancellationToken)
        => shared.Shares.Find(stream, partition) is null
            ? shared.WaitForStreamAsync(source, partition, end, cancellationToken)
            : Of(source, stream, partition).WaitAsync(end, cancellationToken);

    /// <summary>Those who wait for one partition.</summary>
    internal PositionWaiters Of(string source, string stream, int partition) => _waiters.GetOrAdd((source, stream, partition), static _ => new());
}
