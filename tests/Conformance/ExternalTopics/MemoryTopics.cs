using Ingestion;
using Ingestion.Ports;

namespace Conformance.ExternalTopics;

/// <summary>Topics in memory, on one connection. Thread-safe.</summary>
public sealed class MemoryTopics : IExternalTopics
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<List<FeedRecord>>> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicPlace, long> _first = [];
    private volatile bool _isAway;

    public const string Connection = "memory";

    public IReadOnlyList<string> Connections => [Connection];

    /// <summary>Whether the brokers are away.</summary>
    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    /// <summary>Records that were sent, by topic.</summary>
    public List<(string Topic, DeadLetter Letter)> Sent { get; } = [];

    public string AddressOf(string connection) => "memory:9092";

    public bool IsOfEventLog(string connection, string topic) => topic.StartsWith("own.", StringComparison.Ordinal);

    public bool HasSchemaRegistry(string connection) => false;

    public void Make(string topic, int partitions)
    {
        lock (_lock)
        {
            var made = _topics.TryGetValue(topic, out var known) ? known : _topics[topic] = [];
            made.AddRange(Enumerable.Range(made.Count, partitions - made.Count).Select(static _ => new List<FeedRecord>()));
        }
    }

    public void Remove(string topic)
    {
        lock (_lock)
        {
            _topics.Remove(topic);
        }
    }

    /// <summary>Appends a record.</summary>
    /// <param name="place">Where.</param>
    /// <param name="record">The record; its offset is set.</param>
    /// <param name="gap">Offsets left out before it.</param>
    public void Append(TopicPlace place, FeedRecord record, int gap = 0)
    {
        lock (_lock)
        {
            var records = _topics[place.Topic][place.Partition];
            records.Add(record with { Offset = EndOf(records) + gap });
        }
    }

    /// <summary>Forgets what lies before an offset.</summary>
    public void Forget(TopicPlace place, long before)
    {
        lock (_lock)
        {
            _first[place] = before;
        }
    }

    public Task<int> CountPartitionsAsync(string connection, string topic, CancellationToken cancellationToken)
    {
        Require(connection);
        lock (_lock)
        {
            return Task.FromResult(_topics.TryGetValue(topic, out var partitions) ? partitions.Count : 0);
        }
    }

    public Task<TopicExtent> GetExtentAsync(string connection, TopicPlace place, CancellationToken cancellationToken)
    {
        Require(connection);
        lock (_lock)
        {
            var end = EndOf(Find(place));
            return Task.FromResult(new TopicExtent(Math.Min(end, _first.GetValueOrDefault(place)), end));
        }
    }

    public ITopicReader Open(string connection, TopicPlace place, long offset)
    {
        RequireKnown(connection);
        return new Reader(this, place, offset);
    }

    public Task SendAsync(string connection, string topic, IReadOnlyList<DeadLetter> records, CancellationToken cancellationToken)
    {
        Require(connection);
        lock (_lock)
        {
            Sent.AddRange(records.Select(letter => (topic, letter)));
        }

        return Task.CompletedTask;
    }

    private static long EndOf(List<FeedRecord> records) => records.Count == 0 ? 0 : records[^1].Offset + 1;

    private List<FeedRecord> Find(TopicPlace place) => _topics.TryGetValue(place.Topic, out var partitions) && place.Partition < partitions.Count
        ? partitions[place.Partition]
        : throw new IngestionException(IngestionErrorCode.TopicUnavailable, $"Topic '{place.Topic}' does not exist.");

    private static void RequireKnown(string connection)
    {
        if (connection != Connection)
        {
            throw new IngestionException(IngestionErrorCode.InvalidRequest, $"There is no connection '{connection}'.");
        }
    }

    private void Require(string connection)
    {
        RequireKnown(connection);
        if (_isAway)
        {
            throw new IngestionException(IngestionErrorCode.TopicUnavailable, "The brokers are away.");
        }
    }

    private sealed class Reader(MemoryTopics topics, TopicPlace place, long offset) : ITopicReader
    {
        private long _next = offset;

        public async Task<TopicBatch> ReadAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken)
        {
            var deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var batch = Take(maxRecords, maxBytes);
                if (batch.Records.Count > 0 || Environment.TickCount64 >= deadline)
                {
                    return batch;
                }

                await Task.Delay(5, cancellationToken);
            }
        }

        public void Dispose()
        {
            // It holds nothing.
        }

        private TopicBatch Take(int maxRecords, int maxBytes)
        {
            topics.Require(Connection);
            lock (topics._lock)
            {
                var all = topics.Find(place);
                if (_next < topics._first.GetValueOrDefault(place))
                {
                    throw new IngestionException(IngestionErrorCode.TopicUnavailable, $"The record at offset '{_next}' is not kept any more.");
                }

                var records = new List<FeedRecord>();
                var bytes = 0L;
                foreach (var record in all.Where(record => record.Offset >= _next))
                {
                    if (records.Count == maxRecords || bytes >= maxBytes)
                    {
                        break;
                    }

                    records.Add(record);
                    bytes += (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0);
                }

                _next = records.Count > 0 ? records[^1].Offset + 1 : Math.Max(_next, EndOf(all));
                return new TopicBatch(records, _next, Math.Max(_next, EndOf(all)));
            }
        }
    }
}
