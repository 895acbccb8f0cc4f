using System.Diagnostics;
using Confluent.Kafka;
using Ingestion.Ports;

namespace Ingestion.Kafka.Topics;

/// <summary>Reads one partition. Waits without a thread. Not thread-safe.</summary>
internal sealed class ExternalReader(ExternalConnection connection, TopicPlace place, long offset) : ITopicReader
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(40);

    private readonly TopicPartition _partition = new(place.Topic, place.Partition);
    private IConsumer<byte[]?, byte[]?>? _consumer;
    private long _next = offset;
    private long _end = offset;
    private long _downSince;

    public async Task<TopicBatch> ReadAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken)
    {
        var consumer = Open();
        var watch = Stopwatch.StartNew();
        var pause = ShortestPause;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var records = Take(consumer, maxRecords, maxBytes);
            if (records.Count > 0 || watch.Elapsed >= patience)
            {
                await RequireContactAsync(records.Count > 0, cancellationToken).ConfigureAwait(false);
                var high = consumer.GetWatermarkOffsets(_partition).High;
                _end = Math.Max(high.IsSpecial ? _end : high.Value, _next);
                return new TopicBatch(records, _next, _end);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    public void Dispose() => _consumer?.Dispose();

    private IConsumer<byte[]?, byte[]?> Open()
    {
        if (_consumer is null)
        {
            _consumer = connection.Consumer(Note);
            _consumer.Assign(new TopicPartitionOffset(_partition, _next));
        }

        return _consumer;
    }

    /// <summary>What is there right now.</summary>
    private List<FeedRecord> Take(IConsumer<byte[]?, byte[]?> consumer, int maxRecords, int maxBytes)
    {
        var (records, bytes) = (new List<FeedRecord>(), 0L);
        try
        {
            while (records.Count < maxRecords && bytes < maxBytes && consumer.Consume(TimeSpan.Zero) is { } result)
            {
                Interlocked.Exchange(ref _downSince, 0);
                if (result.IsPartitionEOF)
                {
                    _next = Math.Max(_next, result.Offset.Value);
                    continue;
                }

                _next = result.Offset.Value + 1;
                bytes += (result.Message.Key?.Length ?? 0) + (result.Message.Value?.Length ?? 0);
                records.Add(new FeedRecord(result.Offset.Value, MemoryOf(result.Message.Key), MemoryOf(result.Message.Value), HeadersOf(result.Message.Headers)));
            }
        }
        catch (KafkaException exception) when (exception.Error.Code is ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_TimedOut)
        {
            // The client reconnects by itself; what was read before is there already.
            Note(exception.Error);
        }
        catch (KafkaException exception) when (exception.Error.Code is ErrorCode.OffsetOutOfRange or ErrorCode.Local_AutoOffsetReset)
        {
            throw connection.Errors.NotKept(place.Topic, place.Partition, _next);
        }
        catch (KafkaException exception)
        {
            throw connection.Errors.Unavailable("read", place.Topic, exception);
        }

        return records;
    }

    /// <summary>The client says when it has lost all brokers, but not when it has found one again.</summary>
    private async Task RequireContactAsync(bool hasRecords, CancellationToken cancellationToken)
    {
        var since = Interlocked.Read(ref _downSince);
        if (hasRecords || since == 0 || Environment.TickCount64 - since < connection.Timeout.TotalMilliseconds)
        {
            return;
        }

        _ = await connection.GetExtentAsync(place, cancellationToken).ConfigureAwait(false);
        Interlocked.CompareExchange(ref _downSince, 0, since);
    }

    private void Note(Error error)
    {
        if (error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport)
        {
            Interlocked.CompareExchange(ref _downSince, Environment.TickCount64, 0);
        }
    }

    private static ReadOnlyMemory<byte>? MemoryOf(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;

    private static IReadOnlyList<FeedHeader> HeadersOf(Headers? headers)
        => headers is null or { Count: 0 } ? [] : [.. headers.Select(static header => new FeedHeader(header.Key, MemoryOf(header.GetValueBytes())))];
}
