using Catalog.Core.Values;
using Confluent.Kafka;
using Ingestion.Ports;

namespace Ingestion.Kafka.Reading;

/// <summary>The end of a partition of events, the newest events before it, and those who wait for it to move. Thread-safe.</summary>
internal sealed class PartitionTail : IFollowedPartition
{
    private readonly Lock _lock = new();
    private readonly RecordRing _records;
    private long _heldFrom;
    private long _end;
    private long _position;
    private Instant _newest = Instant.MinValue;
    private TaskCompletionSource? _moved;
    private Exception? _ended;

    /// <param name="end">One past the newest event before <paramref name="position"/>; 0 when there is none.</param>
    /// <param name="position">Where the follower begins.</param>
    /// <param name="maxBytes">Bytes of events that are held.</param>
    public PartitionTail(long end, long position, int maxBytes)
    {
        _records = new RecordRing(maxBytes);
        _end = end;
        _heldFrom = end;
        _position = position;
    }

    /// <summary>Whoever is asking the brokers how far their clock is; one at a time.</summary>
    public SemaphoreSlim Settling { get; } = new(1, 1);

    /// <summary>One past the newest event.</summary>
    public long End => Volatile.Read(ref _end);

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
        var arrival = KafkaTime.ArrivalOf(record.Message.Timestamp);
        TaskCompletionSource? moved;
        lock (_lock)
        {
            var offset = record.Offset.Value;
            if (offset < _position)
            {
                return; // A reconnection may read again what was read.
            }

            _newest = arrival > _newest ? arrival : _newest;
            if (record.Message.Value is { } payload)
            {
                _heldFrom = _records.Add(new LogRecord(offset, arrival, record.Message.Key ?? [], payload)) ?? _heldFrom;
                Volatile.Write(ref _end, offset + 1);
            }

            _position = offset + 1;
            moved = TakeWaiters();
        }

        moved?.SetResult();
    }

    public void Reach(long offset)
    {
        TaskCompletionSource? moved;
        lock (_lock)
        {
            if (offset <= _position)
            {
                return;
            }

            _position = offset;
            moved = TakeWaiters();
        }

        moved?.SetResult();
    }

    public void EndWith(Exception reason)
    {
        TaskCompletionSource? moved;
        lock (_lock)
        {
            _ended ??= reason;
            moved = TakeWaiters();
        }

        moved?.SetException(reason);
    }

    /// <summary>Events from an offset on if they are held; null when older ones are needed, empty at the end.</summary>
    public IReadOnlyList<LogRecord>? TryRead(long offset, int maxRecords, int maxBytes)
    {
        lock (_lock)
        {
            return offset >= _end ? [] : offset >= _heldFrom ? _records.CopyFrom(offset, maxRecords, maxBytes) : null;
        }
    }

    /// <summary>Completes when there is an event at the offset or later.</summary>
    public ValueTask WaitForEventAsync(long offset, CancellationToken cancellationToken) => WaitAsync(() => _end > offset, cancellationToken);

    /// <summary>Completes when everything before the offset was taken in.</summary>
    public ValueTask WaitForPositionAsync(long offset, CancellationToken cancellationToken) => WaitAsync(() => _position >= offset, cancellationToken);

    private async ValueTask WaitAsync(Func<bool> isReached, CancellationToken cancellationToken)
    {
        while (NextMove(isReached) is { } moved)
        {
            await moved.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task? NextMove(Func<bool> isReached)
    {
        lock (_lock)
        {
            if (isReached())
            {
                return null;
            }

            if (_ended is not null)
            {
                return Task.FromException(_ended);
            }

            _moved ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _moved.Task;
        }
    }

    private TaskCompletionSource? TakeWaiters()
    {
        var moved = _moved;
        _moved = null;
        return moved;
    }
}
