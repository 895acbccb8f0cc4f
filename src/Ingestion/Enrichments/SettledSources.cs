using Catalog.Core.Values;
using Ingestion.Ports;

namespace Ingestion.Enrichments;

/// <summary>
/// Fixes what of a source had arrived by a moment. For a source that is made of another, that is what has been made of everything that had arrived there, however deep. Thread-safe.
/// </summary>
internal sealed class SettledSources(IEventLog log, ISourceRegistry sources, StreamPositions positions)
{
    /// <summary>Waits until everything that arrived by <paramref name="arrival"/> can be read; what follows arrives later.</summary>
    /// <returns>The offset of each partition before which it lies.</returns>
    /// <exception cref="IngestionException">Errors of the log; a stream in between is failing.</exception>
    internal async Task<IReadOnlyList<long>> SettleAsync(string source, Instant arrival, CancellationToken cancellationToken)
    {
        if (sources.FindSource(source)?.From is not { } stream)
        {
            return await log.SettleAsync(source, arrival, cancellationToken).ConfigureAwait(false);
        }

        var settled = await SettleAsync(stream, arrival, cancellationToken).ConfigureAwait(false);
        for (var partition = 0; partition < settled.Count; partition++)
        {
            await positions.WaitAsync(source, stream, partition, settled[partition], cancellationToken).ConfigureAwait(false);
        }

        var ends = new long[await log.GetPartitionCountAsync(source, cancellationToken).ConfigureAwait(false)];
        for (var partition = 0; partition < ends.Length; partition++)
        {
            ends[partition] = await log.GetEndOffsetAsync(source, partition, cancellationToken).ConfigureAwait(false);
        }

        return ends;
    }

    /// <summary>Waits until what is in the streams behind a source by now has been carried into it, however deep. Returns at once for a source that is made of no other.</summary>
    /// <exception cref="IngestionException">Errors of the log; a stream in between is failing.</exception>
    internal async Task CatchUpAsync(string source, CancellationToken cancellationToken)
    {
        if (sources.FindSource(source)?.From is not { } stream)
        {
            return;
        }

        await CatchUpAsync(stream, cancellationToken).ConfigureAwait(false);
        var partitions = await log.GetPartitionCountAsync(stream, cancellationToken).ConfigureAwait(false);
        for (var partition = 0; partition < partitions; partition++)
        {
            var end = await log.GetEndOffsetAsync(stream, partition, cancellationToken).ConfigureAwait(false);
            await positions.WaitAsync(source, stream, partition, end, cancellationToken).ConfigureAwait(false);
        }
    }
}
