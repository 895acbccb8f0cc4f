using Confluent.Kafka;
using Ingestion.Kafka.Reading;
using Ingestion.Ports;

namespace Ingestion.Kafka.Writing;

/// <summary>
/// The marks of all producers, from two topics: one for producers that are remembered for ever, and one for pushes, whose marks the brokers forget after a time. Thread-safe.
/// </summary>
internal sealed class MarkStore(KafkaEventLogOptions options, TopicCatalog topics, Follower follower) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly MarkPartition _lasting = new(options.MaxPushProducers);
    private readonly MarkPartition _pushes = new(options.MaxPushProducers);
    private volatile bool _isOpen;

    private string LastingName => $"{options.Project}-marks";

    private string PushesName => $"{options.Project}-push-marks";

    /// <summary>Where the marks of a producer stand on the brokers.</summary>
    public TopicPartition PartitionOf(string producer) => new(IsPush(producer) ? PushesName : LastingName, 0);

    /// <summary>Whether the producer is one of the many that push once.</summary>
    public static bool IsPush(string producer) => producer.StartsWith(ProducerNames.PushPrefix, StringComparison.Ordinal);

    /// <summary>Makes the topics and begins to follow them, once.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
        {
            return;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isOpen)
            {
                return;
            }

            await topics.EnsureMarksAsync(LastingName, retention: null, cancellationToken).ConfigureAwait(false);
            await topics.EnsureMarksAsync(PushesName, options.PushMarkRetention, cancellationToken).ConfigureAwait(false);
            follower.Follow([(new(LastingName, 0, Offset.Beginning), _lasting), (new(PushesName, 0, Offset.Beginning), _pushes)]);
            _isOpen = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The newest mark of a producer among all that were committed before the call.</summary>
    public async Task<ReadOnlyMemory<byte>?> GetAsync(string topic, string producer, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var marks = IsPush(producer) ? _pushes : _lasting;
        var end = await topics.QueryWatermarksAsync(PartitionOf(producer), cancellationToken).ConfigureAwait(false);
        await marks.WaitForPositionAsync(end.High.Value, cancellationToken).ConfigureAwait(false);
        return marks.Find(topic, producer);
    }

    public void Dispose() => _opening.Dispose();
}
