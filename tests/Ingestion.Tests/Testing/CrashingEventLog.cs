using Ingestion.Ports;

namespace Ingestion.Tests.Testing;

/// <summary>An event log whose process may die right before or right after an append.</summary>
internal sealed class CrashingEventLog(IEventLog inner, CrashPoint crash) : IEventLog
{
    public ValueTask EnsureTopicAsync(string topic, int partitions, CancellationToken cancellationToken)
        => inner.EnsureTopicAsync(topic, partitions, cancellationToken);

    public ValueTask<int> GetPartitionCountAsync(string topic, CancellationToken cancellationToken) => inner.GetPartitionCountAsync(topic, cancellationToken);

    public async ValueTask<IReadOnlyList<LogPosition>> AppendAsync(string topic, AppendBatch batch, CancellationToken cancellationToken)
    {
        crash.Pass();
        var positions = await inner.AppendAsync(topic, batch, cancellationToken);
        crash.Pass();
        return positions;
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetProducerMarkAsync(string topic, string producer, CancellationToken cancellationToken)
        => inner.GetProducerMarkAsync(topic, producer, cancellationToken);

    public ValueTask<IReadOnlyList<LogRecord>> ReadAsync(string topic, int partition, long offset, int maxRecords, CancellationToken cancellationToken)
        => inner.ReadAsync(topic, partition, offset, maxRecords, cancellationToken);

    public ValueTask WaitForAsync(string topic, int partition, long offset, CancellationToken cancellationToken)
        => inner.WaitForAsync(topic, partition, offset, cancellationToken);

    public ValueTask<long> GetEndOffsetAsync(string topic, int partition, CancellationToken cancellationToken)
        => inner.GetEndOffsetAsync(topic, partition, cancellationToken);

    public ValueTask<long> CountAsync(string topic, CancellationToken cancellationToken) => inner.CountAsync(topic, cancellationToken);

    public ValueTask<IReadOnlyList<long>> SettleAsync(string topic, Catalog.Core.Values.Instant arrival, CancellationToken cancellationToken)
        => inner.SettleAsync(topic, arrival, cancellationToken);
}
