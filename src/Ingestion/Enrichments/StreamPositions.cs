using System.Collections.Concurrent;
using Ingestion.Pipelines;

namespace Ingestion.Enrichments;

/// <summary>How far the enriched streams of this process are, for those who wait for them. Thread-safe.</summary>
internal sealed class StreamPositions
{
    private readonly ConcurrentDictionary<(string Source, string Stream, int Partition), PositionWaiters> _waiters = [];

    /// <summary>Completes when everything before an offset of the stream has been carried into the source.</summary>
    internal Task WaitAsync(string source, string stream, int partition, long end, CancellationToken cancellationToken)
        => Of(source, stream, partition).WaitAsync(end, cancellationToken);

    /// <summary>Those who wait for one partition.</summary>
    internal PositionWaiters Of(string source, string stream, int partition) => _waiters.GetOrAdd((source, stream, partition), static _ => new());
}
