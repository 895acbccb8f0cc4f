using Confluent.Kafka;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka.Writing;

/// <summary>
/// One transactional id: appends batches, each a transaction of its own. To be asked by one at a time.
/// </summary>
internal sealed class TransactionalAppender(string id, KafkaEventLogOptions options, KafkaClients clients, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private volatile IProducer<byte[]?, byte[]?>? _producer;
    private readonly HashSet<string> _introduced = new(StringComparer.Ordinal);
    private volatile bool _isUndecided;

    /// <summary>Whether the next append needs no <see cref="OpenAsync"/> first.</summary>
    public bool IsOpen => _producer is not null;

    /// <summary>Whether it is unknown if the last batch was written. The next <see cref="OpenAsync"/> decides it.</summary>
    public bool IsUndecided => _isUndecided;

    /// <summary>Fences whoever has the id, and ends what he or a predecessor of this process left open. A no-op where it is open.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.EventLogUnavailable"/>.</exception>
    public async Task OpenAsync(string topic)
    {
        if (_producer is not null)
        {
            return;
        }

        var producer = clients.TransactionalProducer(id);
        try
        {
            await RetryWithinTimeoutAsync(() => producer.InitTransactions(options.Timeout)).ConfigureAwait(false);
            _producer = producer;
            _isUndecided = false;
        }
        catch (KafkaException exception)
        {
            producer.Dispose();
            throw KafkaErrors.Unavailable("begin to append to", topic, exception);
        }
    }

    /// <summary>Appends all records or none.</summary>
    /// <returns>As of <see cref="IEventLog.AppendAsync"/>.</returns>
    /// <exception cref="IngestionException">
    /// <see cref="IngestionErrorCode.EventLogUnavailable"/>: nothing was written, or, where the message says so, that is not known until the next <see cref="OpenAsync"/>;
    /// <see cref="IngestionErrorCode.ProducerFenced"/>: somebody else has opened the id, nothing was written.
    /// </exception>
    public async Task<LogPosition[]> AppendAsync(string topic, TransactionBatch batch)
    {
        var producer = _producer ?? throw new InvalidOperationException("The appender is not open.");
        var outcome = new DeliveryOutcome();
        try
        {
            await IntroduceAsync(producer, batch.TopicNames).ConfigureAwait(false);
            producer.BeginTransaction();
            await ProduceEventsAsync(producer, batch, outcome).ConfigureAwait(false);
            foreach (var (partition, message) in batch.Others)
            {
                await ProduceAsync(producer, partition, message, outcome.NoteFailure).ConfigureAwait(false);
            }
        }
        catch (KafkaException exception)
        {
            await AbortAsync(producer).ConfigureAwait(false);
            throw Refusal(topic, batch, exception);
        }

        await CommitAsync(producer, topic, batch, outcome).ConfigureAwait(false);
        return outcome.Positions();
    }

    /// <summary>
    /// Ends what the brokers forgot to end. A broker that is restarted after it decided a commit may lose the records that end the transaction in its partitions (Kafka 4.3.1, KAFKA-20734): then
    /// its events, refused records and mark cannot be read, nor can what lies behind them, and the next transaction of the same id ends them with its own. This is such a one. It does nothing to others.
    /// </summary>
    /// <param name="topic">The topic of events.</param>
    /// <param name="partitions">Where.</param>
    /// <exception cref="IngestionException">As <see cref="AppendAsync"/>.</exception>
    public async Task EndLeftoversAsync(string topic, IReadOnlyList<TopicPartition> partitions)
    {
        var producer = _producer ?? throw new InvalidOperationException("The appender is not open.");
        try
        {
            await IntroduceAsync(producer, partitions.Select(static partition => partition.Topic)).ConfigureAwait(false);
            producer.BeginTransaction();
            foreach (var partition in partitions)
            {
                await ProduceAsync(producer, partition, MarkRecord.Nothing(), delivered: null).ConfigureAwait(false);
            }

            await RetryWithinTimeoutAsync(() => producer.CommitTransaction(options.Timeout)).ConfigureAwait(false);
        }
        catch (KafkaException exception)
        {
            Close();
            throw IsFencing(exception) ? KafkaErrors.Fenced(topic, id) : KafkaErrors.Unavailable("end a transaction in", topic, exception);
        }
    }

    /// <summary>Closes the connection; the next <see cref="OpenAsync"/> ends what is undecided.</summary>
    public void Close()
    {
        _producer?.Dispose();
        _producer = null;
        _introduced.Clear();
    }

    public void Dispose() => Close();

    private async ValueTask IntroduceAsync(IProducer<byte[]?, byte[]?> producer, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (_introduced.Add(name))
            {
                await Task.Run(() => clients.Introduce(producer, name)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Only the last event of a partition is reported on: a report costs more than the event, and a transaction with a record that failed cannot be committed anyway.</summary>
    private static async Task ProduceEventsAsync(IProducer<byte[]?, byte[]?> producer, TransactionBatch batch, DeliveryOutcome outcome)
    {
        var places = batch.PlacesOfEvents();
        var partitions = batch.Partitions();
        var last = new int[partitions.Length];
        for (var i = 0; i < places.Length; i++)
        {
            last[places[i]] = i;
        }

        // The client copies the bytes, so that one message serves for those that are not reported on.
        var message = new Message<byte[]?, byte[]?> { Headers = [] };
        for (var i = 0; i < places.Length; i++)
        {
            batch.Fill(message, i);
            await ProduceAsync(producer, partitions[places[i]], message, last[places[i]] == i ? outcome.Note : null).ConfigureAwait(false);
        }
    }

    private static async ValueTask ProduceAsync(
        IProducer<byte[]?, byte[]?> producer, TopicPartition partition, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? delivered)
    {
        while (true)
        {
            try
            {
                producer.Produce(partition, message, delivered);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                await Task.Delay(Pause).ConfigureAwait(false);
            }
        }
    }

    private async Task CommitAsync(IProducer<byte[]?, byte[]?> producer, string topic, TransactionBatch batch, DeliveryOutcome outcome)
    {
        try
        {
            await RetryWithinTimeoutAsync(() => producer.CommitTransaction(options.Timeout)).ConfigureAwait(false);
        }
        catch (KafkaTxnRequiresAbortException exception)
        {
            await AbortAsync(producer).ConfigureAwait(false);
            throw Refusal(topic, batch, outcome.Failure ?? exception);
        }
        catch (KafkaRetriableException exception)
        {
            throw Undecided(topic, exception);
        }
        catch (KafkaException exception)
        {
            throw IsFencing(exception) ? Refusal(topic, batch, exception) : Undecided(topic, exception);
        }
    }

    private IngestionException Undecided(string topic, KafkaException exception)
    {
        _isUndecided = true;
        Close();
        KafkaLog.AppendFailed(logger, topic, exception.Error.Reason);
        return KafkaErrors.Undecided(topic, exception);
    }

    private async Task AbortAsync(IProducer<byte[]?, byte[]?> producer)
    {
        try
        {
            await RetryWithinTimeoutAsync(() => producer.AbortTransaction(options.Timeout)).ConfigureAwait(false);
        }
        catch (KafkaException)
        {
            Close();
        }
    }

    private IngestionException Refusal(string topic, TransactionBatch batch, KafkaException exception)
    {
        KafkaLog.AppendFailed(logger, topic, exception.Error.Reason);
        if (!IsFencing(exception))
        {
            return KafkaErrors.Unavailable("append to", topic, exception);
        }

        Close();
        return KafkaErrors.Fenced(topic, batch.Producer ?? id);
    }

    private static bool IsFencing(KafkaException exception)
        => exception.Error.Code is ErrorCode.Local_Fenced or ErrorCode.InvalidProducerEpoch or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerIdMapping;

    /// <summary>The client's calls block, so each gets a thread.</summary>
    private async Task RetryWithinTimeoutAsync(Action action)
    {
        var deadline = Environment.TickCount64 + (long)options.Timeout.TotalMilliseconds;
        while (true)
        {
            try
            {
                await Task.Run(action).ConfigureAwait(false);
                return;
            }
            catch (KafkaRetriableException) when (Environment.TickCount64 < deadline)
            {
                await Task.Delay(Pause).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What the brokers said of records; told from the producer's thread, read after the commit.</summary>
    private sealed class DeliveryOutcome
    {
        private readonly Lock _lock = new();
        private readonly SortedList<int, LogPosition> _positions = [];
        private KafkaException? _failure;

        public KafkaException? Failure => Volatile.Read(ref _failure);

        public LogPosition[] Positions()
        {
            lock (_lock)
            {
                return [.. _positions.Values];
            }
        }

        public void NoteFailure(DeliveryReport<byte[]?, byte[]?> report)
        {
            if (report.Error.IsError)
            {
                Interlocked.CompareExchange(ref _failure, new KafkaException(report.Error), null);
            }
        }

        public void Note(DeliveryReport<byte[]?, byte[]?> report)
        {
            NoteFailure(report);
            if (!report.Error.IsError)
            {
                lock (_lock)
                {
                    _positions[report.Partition.Value] = new LogPosition(report.Partition.Value, report.Offset.Value);
                }
            }
        }
    }
}
