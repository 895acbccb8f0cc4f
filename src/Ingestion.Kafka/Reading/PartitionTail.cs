using Catalog.Core.Values;
using Confluent.Kafka;
using Ingestion.Logs;
using Ingestion.Ports;

namespace Ingestion.Kafka.Reading;

/// <summary>The end of a partition of events, the newest events before it, and those who wait for it to move. Thread-safe.</summary>
internal sealed class PartitionTail : IFollowedPartition
{
    private readonly Lock _lock = new();
    private readonly RecordRing _records;
    private readonly WatchedOffset _end;
    private readonly WatchedOffset _position;
    private long _heldFrom;
    private (long Events, long Position) _taken;
    private Instant _newest = Instant.MinValue;

    /// <param name="end">One past the newest event before <paramref name="position"/>; 0 when there is none.</param>
    /// <param name="position">Where the follower begins.</param>
    /// <param name="maxBytes">Bytes of events that are held.</param>
    public PartitionTail(long end, long position, int maxBytes)
    {
        _records = new RecordRing(maxBytes);
        _end = new WatchedOffset(end);
        _position = new WatchedOffset(position);
        _heldFrom = end;
        Start = position;
        _taken = (0, position);
    }

    /// <summary>Where the follower began.</summary>
    public long Start { get; }

    /// <summary>Events that were taken in since the start, and the position that they lie before.</summary>
    public (long Events, long Position) Taken
    {
        get
        {
            lock (_lock)
            {
                return _taken;
            }
        }
    }

    /// <summary>Whoever is asking the brokers how far their clock is; one at a time.</summary>
    public SemaphoreSlim Settling { get; } = new(1, 1);

    /// <summary>One past the newest event.</summary>
    public long End => _end.Value;

    /// <summary>The brokers' clock when they took the newest record, event or not, that was read.</summary>
    public Instant Newest
    {
        get
        {
            lock (_lock)
            {
                return _newest;
            }
        }
    }

    public void Take(ConsumeResult<byte[]?, byte[]?> record)
    {
        var offset = record.Offset.Value;
        if (offset < _position.Value)
        {
            return; // A reconnection may read again what was read.
        }

        var arrival = KafkaTime.ArrivalOf(record.Message.Timestamp);
        lock (_lock)
        {
            _newest = arrival > _newest ? arrival : _newest;
            if (record.Message.Value is { } payload)
            {
                _heldFrom = _records.Add(new LogRecord(offset, arrival, record.Message.Key ?? [], payload)) ?? _heldFrom;
                _taken = (_taken.Events + 1, offset + 1);
            }
        }

        // The end before the position: whoever waits until the record was taken in finds it readable.
        if (record.Message.Value is not null)
        {
            _end.MoveTo(offset + 1);
        }

        _position.MoveTo(offset + 1);
    }

    public void Reach(long offset)
    {
        if (offset > _position.Value)
        {
            _position.MoveTo(offset);
        }
    }

    public void EndWith(Exception reason)
    {
        _end.EndWith(reason);
        _position.EndWith(reason);
    }

    /// <summary>Events from an offset on if they are held; null when older ones are needed, empty at the end.</summary>
    public IReadOnlyList<LogRecord>? TryRead(long offset, int maxRecords, int maxBytes)
    {
        lock (_lock)
        {
            return offset >= _end.Value ? [] : offset >= _heldFrom ? _records.CopyFrom(offset, maxRecords, maxBytes) : null;
        }
    }

    /// <summary>Completes when there is an event at the offset or later.</summary>
    public ValueTask WaitForEventAsync(long offset, CancellationToken cancellationToken) => _end.WaitForAsync(offset, cancellationToken);

    /// <summary>Completes when everything before the offset was taken in.</summary>
    public ValueTask WaitForPositionAsync(long offset, CancellationToken cancellationToken) => _position.WaitForAsync(offset - 1, cancellationToken);
}
