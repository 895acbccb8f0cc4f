using Catalog.Core.Values;
using Ingestion.Contracts;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Events;

/// <summary>Reads the accepted events of sources back from the log. Thread-safe.</summary>
public sealed class EventReader(ISourceRegistry registry, IEventLog log)
{
    /// <summary>Events of one partition from an offset on, in order, at most <paramref name="count"/>; empty behind the end. Fewer may come before the end, too.</summary>
    /// <param name="source">Name of the source.</param>
    /// <param name="partition">Partition from 0; a source without any event has partition 0.</param>
    /// <param name="offset">First offset wanted.</param>
    /// <param name="count">Events at most, from 1.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SourceNotFound"/>, also of the version that an event was written with;
    /// <see cref="IngestionErrorCode.InvalidRequest"/>: there is no such partition; errors of the log.</exception>
    public async Task<IReadOnlyList<AcceptedEvent>> ReadAsync(string source, int partition, long offset, int count, CancellationToken cancellationToken)
    {
        var current = registry.Require(source);
        var partitions = await log.GetPartitionCountAsync(source, cancellationToken).ConfigureAwait(false);
        if (partition < 0 || partition >= Math.Max(1, partitions))
        {
            throw new IngestionException(
                IngestionErrorCode.InvalidRequest,
                $"Source '{source}' has no partition '{partition}'; {(partitions <= 1 ? "its only one is 0" : $"legal are 0 to {partitions - 1}")}.");
        }

        if (partitions == 0)
        {
            return [];
        }

        var records = await log.ReadAsync(source, partition, offset, count, cancellationToken).ConfigureAwait(false);
        return [.. records.Select(record => Decode(current, record))];
    }

    /// <summary>The newest event of a source; null when it has none.</summary>
    /// <exception cref="IngestionException">As for the other method.</exception>
    public async Task<AcceptedEvent?> FindNewestAsync(string source, CancellationToken cancellationToken)
    {
        AcceptedEvent? newest = null;
        var partitions = await log.GetPartitionCountAsync(source, cancellationToken).ConfigureAwait(false);
        for (var partition = 0; partition < partitions; partition++)
        {
            var end = await log.GetEndOffsetAsync(source, partition, cancellationToken).ConfigureAwait(false);
            var last = end == 0 ? [] : await ReadAsync(source, partition, end - 1, count: 1, cancellationToken).ConfigureAwait(false);
            newest = last.Concat(newest is null ? [] : [newest]).MaxBy(static candidate => candidate.ArrivalTime);
        }

        return newest;
    }

    private AcceptedEvent Decode(Source current, LogRecord record)
    {
        var values = EventPayload.Decode(record.Payload.Span, out var head);
        if (head.SourceVersion != current.Version)
        {
            var written = registry.FindSource(current.Name, head.SourceVersion) ?? throw new IngestionException(
                IngestionErrorCode.SourceNotFound,
                $"An event was written by version '{head.SourceVersion}' of source '{current.Name}', which the catalogue does not know. Restore the catalogue's database that belongs to this log.");
            values = [.. current.Columns.Select(column => SourceColumns.IndexOf(written, column.Name)).Select(index => index < 0 || index >= values.Length ? Value.Null : values[index])];
        }

        return new AcceptedEvent(record.Offset, head.ArrivalOf(record), values);
    }
}
