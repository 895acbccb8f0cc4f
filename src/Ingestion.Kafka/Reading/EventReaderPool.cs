using Confluent.Kafka;
using Ingestion.Ports;

namespace Ingestion.Kafka.Reading;

/// <summary>
/// Connections that read events which are no longer held in memory. Who goes on where his last read ended meets the connection that stands there; the others wait for a free one.
/// Thread-safe.
/// </summary>
internal sealed class EventReaderPool(KafkaEventLogOptions options, KafkaClients clients) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Readers, options.Readers);
    private readonly List<PositionedReader> _idle = [];
    private bool _disposed;

    /// <summary>Reads at least one event.</summary>
    /// <param name="partition">Where.</param>
    /// <param name="offset">The first wanted offset.</param>
    /// <param name="end">One past an offset at which there is an event; larger than <paramref name="offset"/>.</param>
    /// <param name="maxRecords">Events at most.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<IReadOnlyList<LogRecord>> ReadAsync(TopicPartition partition, long offset, long end, int maxRecords, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var reader = Take(partition, offset);
            try
            {
                var records = await Task.Run(() => reader.Read(partition, offset, end, maxRecords, cancellationToken), CancellationToken.None).ConfigureAwait(false);
                Return(reader);
                return records;
            }
            catch
            {
                reader.Dispose();
                throw;
            }
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        lock (_idle)
        {
            _disposed = true;
            _idle.ForEach(static reader => reader.Dispose());
            _idle.Clear();
        }
    }

    private PositionedReader Take(TopicPartition partition, long offset)
    {
        lock (_idle)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var index = _idle.FindIndex(reader => reader.StandsAt(partition, offset));
            if (index < 0 && _idle.Count < options.Readers)
            {
                return new PositionedReader(options, clients);
            }

            // The one idle longest, where none stands right.
            index = Math.Max(index, 0);
            var found = _idle[index];
            _idle.RemoveAt(index);
            return found;
        }
    }

    private void Return(PositionedReader reader)
    {
        lock (_idle)
        {
            if (_disposed)
            {
                reader.Dispose();
                return;
            }

            _idle.Add(reader);
        }
    }
}
