using Catalog.Core.Values;
using Ingestion.Ports;

namespace Catalog.Web.Queries;

/// <summary>What is in the event log of sources, as far as the log says it in time. Thread-safe.</summary>
public sealed class EventNumbers : IDisposable
{
    private const int Together = 16;

    private readonly PatientAnswers<long?> _counts;
    private readonly PatientAnswers<Instant?> _arrivals;

    /// <summary>Creates the answers; nothing is asked yet.</summary>
    public EventNumbers(IEventLog log, TimeProvider clock)
    {
        _counts = new(async (source, token) => await log.GetPartitionCountAsync(source, token) == 0 ? 0 : await log.CountAsync(source, token), Together, clock);
        _arrivals = new((source, token) => FindNewestArrivalAsync(log, source, token), Together, clock);
    }

    /// <summary>Number of events by source; 0 for one without a log, null where it is not known.</summary>
    public Task<IReadOnlyDictionary<string, long?>> CountAsync(IEnumerable<string> sources, CancellationToken cancellationToken) => _counts.GetAllAsync(sources, cancellationToken);

    /// <summary>When the newest event arrived, by source; null where there is none or it is not known.</summary>
    public Task<IReadOnlyDictionary<string, Instant?>> FindNewestArrivalsAsync(IEnumerable<string> sources, CancellationToken cancellationToken) => _arrivals.GetAllAsync(sources, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _counts.Dispose();
        _arrivals.Dispose();
    }

    private static async ValueTask<Instant?> FindNewestArrivalAsync(IEventLog log, string topic, CancellationToken cancellationToken)
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
