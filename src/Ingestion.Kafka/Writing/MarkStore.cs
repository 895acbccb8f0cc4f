using Confluent.Kafka;
using Ingestion.Kafka.Reading;
using Ingestion.Ports;

namespace Ingestion.Kafka.Writing;

/// <summary>
/// The marks of all producers, from two topics: one for producers that are remembered for ever, and one for pushes, whose marks the brokers forget after a time. Thread-safe.
/// </summary>
internal sealed class MarkStore(KafkaEventLogOptions options, TopicCatalog topics, Follower follower) : IDisposable
{
    /// <summary>How long other producers usually need to end what they have begun.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    /// <summary>After so long no transaction is open that anybody works on: the brokers look every 10 seconds for those whose time is over.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(2.5 * KafkaClients.TransactionMilliseconds);

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

    /// <summary>
    /// The newest mark of a producer among all that were committed before the call, so that nothing of it may be open any more. Marks that lie behind an open transaction of somebody else cannot
    /// be read before it ends; brokers that were restarted may have forgotten to end it.
    /// </summary>
    /// <param name="topic">The topic of events.</param>
    /// <param name="producer">Whose mark.</param>
    /// <param name="endOwn">Ends what the brokers forgot to end of the producer itself. Called when the marks take longer than usual.</param>
    /// <param name="endOthers">Ends what they forgot of others before an offset, or throws. Called when the marks take longer than any transaction may last.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.EventLogUnavailable"/>.</exception>
    public async Task<ReadOnlyMemory<byte>?> GetAsync(string topic, string producer, Func<Task> endOwn, Func<long, Task> endOthers, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var marks = Of(producer);
        var partition = PartitionOf(producer);
        var end = await topics.QueryEndAsync(partition, cancellationToken).ConfigureAwait(false);
        if (await marks.TryReachAsync(end, Usual, cancellationToken).ConfigureAwait(false))
        {
            return marks.Find(topic, producer);
        }

        if (await topics.FindOpenTransactionAsync(partition, end, cancellationToken).ConfigureAwait(false) is not null)
        {
            await endOwn().ConfigureAwait(false);
        }

        while (!await marks.TryReachAsync(end, Longest, cancellationToken).ConfigureAwait(false))
        {
            // Without an open transaction the follower only has much to read.
            if (await topics.FindOpenTransactionAsync(partition, end, cancellationToken).ConfigureAwait(false) is not null)
            {
                await endOthers(end).ConfigureAwait(false);
            }
        }

        return marks.Find(topic, producer);
    }

    /// <summary>The newest mark of a producer that can be read now, for one that does not rely on its being the last.</summary>
    public async Task<ReadOnlyMemory<byte>?> GetReadableAsync(string topic, string producer, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var end = await topics.QueryWatermarksAsync(PartitionOf(producer), cancellationToken).ConfigureAwait(false);
        _ = await Of(producer).TryReachAsync(end.High.Value, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return Of(producer).Find(topic, producer);
    }

    public void Dispose() => _opening.Dispose();

    private MarkPartition Of(string producer) => IsPush(producer) ? _pushes : _lasting;
}
