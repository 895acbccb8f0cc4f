using Confluent.Kafka;

namespace Ingestion.Kafka.Writing;

/// <summary>Reads marks whose transaction is not ended, to tell whose it is. Thread-safe.</summary>
internal sealed class OpenMarks(KafkaEventLogOptions options, KafkaClients clients)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    /// <summary>Whose mark lies at an offset; null when what lies there is none.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.EventLogUnavailable"/>.</exception>
    public Task<(string Topic, string Producer)?> FindOwnerAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
        => Task.Run(() => FindOwner(partition, offset, cancellationToken), cancellationToken);

    private (string Topic, string Producer)? FindOwner(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        using var consumer = clients.Consumer("open-marks", IsolationLevel.ReadUncommitted);
        consumer.Assign(new TopicPartitionOffset(partition, offset));
        var deadline = Environment.TickCount64 + (long)options.Timeout.TotalMilliseconds;
        while (Environment.TickCount64 < deadline)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (consumer.Consume(Turn) is { } result)
                {
                    return !result.IsPartitionEOF && result.Offset.Value == offset && MarkRecord.TryDecode(result.Message.Key, result.Message.Value) is { } mark
                        ? (mark.Topic, mark.Producer)
                        : null;
                }
            }
            catch (KafkaException exception)
            {
                throw KafkaErrors.Unavailable("read", partition.Topic, exception);
            }
        }

        throw KafkaErrors.Unavailable("read", partition.Topic, "the brokers did not answer in time");
    }
}
