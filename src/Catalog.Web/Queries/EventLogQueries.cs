using Catalog.Core.Values;
using Ingestion.Ports;

namespace Catalog.Web.Queries;

/// <summary>What the event log knows of a whole topic, over its partitions.</summary>
internal static class EventLogQueries
{
    /// <summary>Number of events; 0 when the topic does not exist.</summary>
    internal static async Task<long> CountEventsAsync(this IEventLog log, string topic, CancellationToken cancellationToken)
    {
        var events = 0L;
        var partitions = await log.GetPartitionCountAsync(topic, cancellationToken);
        for (var partition = 0; partition < partitions; partition++)
        {
            events += await log.GetEndOffsetAsync(topic, partition, cancellationToken);
        }

        return events;
    }

    /// <summary>When the newest event arrived; null when there is none.</summary>
    internal static async Task<Instant?> FindNewestArrivalAsync(this IEventLog log, string topic, CancellationToken cancellationToken)
    {
        Instant? newest = null;
        var partitions = await log.GetPartitionCountAsync(topic, cancellationToken);
        for (var partition = 0; partition < partitions; partition++)
        {
            var end = await log.GetEndOffsetAsync(topic, partition, cancellationToken);
            if (end > 0 && await log.ReadAsync(topic, partition, end - 1, maxRecords: 1, cancellationToken) is [var last, ..])
            {
                newest = newest is { } time && time > last.ArrivalTime ? time : last.ArrivalTime;
            }
        }

        return newest;
    }
}
