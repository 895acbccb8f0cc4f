using System.Diagnostics;
using Confluent.Kafka;
using Ingestion.Ports;

namespace Ingestion.Kafka.Reading;

/// <summary>One connection that reads one partition at a time. Not thread-safe.</summary>
internal sealed class PositionedReader(KafkaEventLogOptions options, KafkaClients clients) : IDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly IConsumer<byte[]?, byte[]?> _consumer = clients.Consumer("reader");
    private TopicPartition? _partition;
    private long _next;

    /// <summary>Whether the next event that it reads is the one wanted.</summary>
    public bool StandsAt(TopicPartition partition, long offset) => _next == offset && partition.Equals(_partition);

    /// <summary>Reads at least one event before <paramref name="end"/>.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.EventLogUnavailable"/>.</exception>
    public IReadOnlyList<LogRecord> Read(TopicPartition partition, long offset, long end, int maxRecords, CancellationToken cancellationToken)
    {
        if (!StandsAt(partition, offset))
        {
            _consumer.Assign(new TopicPartitionOffset(partition, offset));
            (_partition, _next) = (partition, offset);
        }

        var records = new List<LogRecord>(Math.Min(maxRecords, 4096));
        long bytes = 0;
        while (_next < end && records.Count < maxRecords && bytes < options.MaxReadBytes)
        {
            var result = Consume(partition, cancellationToken);
            if (result.IsPartitionEOF)
            {
                continue; // Said of an earlier end, from before the reader had nothing to do.
            }

            _next = result.Offset.Value + 1;
            if (result.Message.Value is { } payload)
            {
                records.Add(new LogRecord(result.Offset.Value, KafkaTime.ArrivalOf(result.Message.Timestamp), result.Message.Key ?? [], payload));
                bytes += payload.Length + (result.Message.Key?.Length ?? 0);
            }
        }

        return records;
    }

    /// <summary>The last event before <paramref name="limit"/> that lies at <paramref name="from"/> or later, and where reading goes on.</summary>
    public (long? Last, long Next) FindLast(TopicPartition partition, long from, long limit, CancellationToken cancellationToken)
    {
        _consumer.Assign(new TopicPartitionOffset(partition, from));
        (_partition, _next) = (partition, from);
        long? last = null;
        while (_next < limit)
        {
            var result = Consume(partition, cancellationToken);
            if (result.IsPartitionEOF)
            {
                // An open transaction keeps the rest from being read.
                return (last, Math.Max(_next, result.Offset.Value));
            }

            _next = result.Offset.Value + 1;
            last = result.Message.Value is null ? last : result.Offset.Value;
        }

        return (last, _next);
    }

    /// <summary>Events in [from, limit), all of which can be read.</summary>
    public long Count(TopicPartition partition, long from, long limit, CancellationToken cancellationToken)
    {
        _consumer.Assign(new TopicPartitionOffset(partition, from));
        (_partition, _next) = (partition, from);
        var events = 0L;
        while (_next < limit)
        {
            var result = Consume(partition, cancellationToken);
            if (result.IsPartitionEOF || result.Offset.Value >= limit)
            {
                break; // What is left before the limit is no event.
            }

            _next = result.Offset.Value + 1;
            events += result.Message.Value is null ? 0 : 1;
        }

        return events;
    }

    public void Dispose() => _consumer.Dispose();

    private ConsumeResult<byte[]?, byte[]?> Consume(TopicPartition partition, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (_consumer.Consume(Turn) is { } result)
                {
                    return result;
                }
            }
            catch (KafkaException exception) when (exception.Error.Code is not (ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_TimedOut))
            {
                throw KafkaErrors.Unavailable("read", partition.Topic, exception);
            }
            catch (KafkaException) when (watch.Elapsed < options.Timeout)
            {
                // The client reconnects by itself.
            }

            if (watch.Elapsed >= options.Timeout)
            {
                throw KafkaErrors.Unavailable("read", partition.Topic, "the brokers did not answer in time");
            }
        }
    }
}
