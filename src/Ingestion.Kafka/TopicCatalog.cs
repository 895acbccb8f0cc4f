using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingestion.Logs;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka;

/// <summary>Which topics there are and how many partitions they have; makes new ones. Thread-safe.</summary>
internal sealed class TopicCatalog : IDisposable
{
    /// <summary>Bytes that a record may need beyond its key and payload.</summary>
    public const int RecordOverhead = 64 * 1024;

    private const string TimestampType = "message.timestamp.type";
    private const string LogAppendTime = "LogAppendTime";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly KafkaEventLogOptions _options;
    private readonly ILogger _logger;
    private readonly Refusals _refusals;
    private readonly Lazy<(IConsumer<byte[]?, byte[]?> Consumer, IAdminClient Admin)> _clients;
    private readonly Lazy<IConsumer<byte[]?, byte[]?>> _uncommitted;
    private readonly ConcurrentDictionary<string, int> _partitions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _deadLetters = new(StringComparer.Ordinal);

    public TopicCatalog(KafkaEventLogOptions options, KafkaClients clients, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _refusals = clients.Refusals;

        // Administration goes through a consumer, because asking a producer about a topic that does not exist may make it.
        _clients = new(() =>
        {
            var consumer = clients.Consumer("admin");
            return (consumer, AdminClients.Over(consumer.Handle));
        });
        _uncommitted = new(() => clients.Consumer("ends", IsolationLevel.ReadUncommitted));
    }

    /// <summary>The name that a topic of events has on the brokers.</summary>
    public string NameOf(string topic) => NameOf(_options, topic);

    /// <summary>The name of a topic on the brokers.</summary>
    public static string NameOf(KafkaEventLogOptions options, string topic) => $"{options.Project}.{topic}";

    /// <summary>The name of the topic of refused records beside a topic of events. No source has a dot in its name.</summary>
    public string DeadLetterNameOf(string topic) => $"{NameOf(topic)}.dead-letter";

    /// <summary>The topic of a name that <see cref="NameOf(KafkaEventLogOptions, string)"/> gave.</summary>
    public static string SourceOf(KafkaEventLogOptions options, string name) => name[(options.Project.Length + 1)..];

    /// <summary>Number of partitions of the topic of events; 0 when it does not exist.</summary>
    public ValueTask<int> CountPartitionsAsync(string topic, CancellationToken cancellationToken)
        => _partitions.TryGetValue(topic, out var known) ? new(known)
            : TopicName.IsLegal(topic) ? new(Task.Run(() => Find(topic), cancellationToken))
            : new(0);

    /// <summary>Makes the topic of events if it does not exist, and waits until it can be read.</summary>
    public Task EnsureAsync(string topic, int partitions, CancellationToken cancellationToken) => EnsureAsync(
        NameOf(topic),
        partitions,
        new(StringComparer.Ordinal)
        {
            [TimestampType] = LogAppendTime,
            ["cleanup.policy"] = "delete",
            ["retention.ms"] = _options.Retention == TimeSpan.Zero ? "-1" : Milliseconds(_options.Retention),
            ["retention.bytes"] = "-1",
        },
        () => CountPartitionsAsync(topic, cancellationToken),
        cancellationToken);

    /// <summary>Makes a topic of one partition for marks if it does not exist, and waits until it can be read.</summary>
    /// <param name="name">Its name on the brokers.</param>
    /// <param name="retention">How long a mark is kept; null: for ever.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task EnsureMarksAsync(string name, TimeSpan? retention, CancellationToken cancellationToken) => EnsureAsync(
        name,
        partitions: 1,
        new(StringComparer.Ordinal)
        {
            ["cleanup.policy"] = retention is null ? "compact" : "compact,delete",
            ["retention.ms"] = retention is { } time ? Milliseconds(time) : "-1",
        },
        () => new(Task.Run(() => Describe(name), cancellationToken)),
        cancellationToken);

    /// <summary>Makes the topic of refused records beside a topic of events if it does not exist, and waits until it can be written. Looked for once.</summary>
    /// <returns>Its name.</returns>
    public async ValueTask<string> EnsureDeadLettersAsync(string topic, CancellationToken cancellationToken)
    {
        var name = DeadLetterNameOf(topic);
        if (!_deadLetters.ContainsKey(name))
        {
            await EnsureAsync(
                name,
                partitions: 1,
                new(StringComparer.Ordinal)
                {
                    ["cleanup.policy"] = "delete",
                    ["retention.ms"] = _options.Retention == TimeSpan.Zero ? "-1" : Milliseconds(_options.Retention),
                    ["retention.bytes"] = "-1",
                },
                () => new(Task.Run(() => Describe(name), cancellationToken)),
                cancellationToken).ConfigureAwait(false);
            _deadLetters[name] = true;
        }

        return name;
    }

    /// <summary>Where the refused records beside a topic of events are held up by an open transaction; nothing where they can be read to their end, or there are none.</summary>
    public async Task<TopicPartition[]> FindHeldUpDeadLettersAsync(string topic, CancellationToken cancellationToken)
    {
        var name = DeadLetterNameOf(topic);
        if (!_deadLetters.ContainsKey(name) && await Task.Run(() => Describe(name), cancellationToken).ConfigureAwait(false) == 0)
        {
            return [];
        }

        var partition = new TopicPartition(name, 0);
        var end = await QueryEndAsync(partition, cancellationToken).ConfigureAwait(false);
        return await FindOpenTransactionAsync(partition, end, cancellationToken).ConfigureAwait(false) is null ? [] : [partition];
    }

    /// <summary>First and one past the last offset that can be read: an open transaction and all that lies behind it are not counted in.</summary>
    public Task<WatermarkOffsets> QueryWatermarksAsync(TopicPartition partition, CancellationToken cancellationToken)
        => QueryWatermarksAsync(() => _clients.Value.Consumer, partition, cancellationToken);

    /// <summary>One past the last offset that the brokers have, open transactions included.</summary>
    public async Task<long> QueryEndAsync(TopicPartition partition, CancellationToken cancellationToken)
        => (await QueryWatermarksAsync(() => _uncommitted.Value, partition, cancellationToken).ConfigureAwait(false)).High.Value;

    /// <summary>Where the first open transaction of a partition begins; null when there is none before the end that the brokers named earlier.</summary>
    public async Task<long?> FindOpenTransactionAsync(TopicPartition partition, long end, CancellationToken cancellationToken)
    {
        var readable = (await QueryWatermarksAsync(partition, cancellationToken).ConfigureAwait(false)).High.Value;
        return readable < end ? readable : null;
    }

    public void Dispose()
    {
        if (_clients.IsValueCreated)
        {
            _clients.Value.Admin.Dispose();
            _clients.Value.Consumer.Dispose();
        }

        if (_uncommitted.IsValueCreated)
        {
            _uncommitted.Value.Dispose();
        }
    }

    private async Task<WatermarkOffsets> QueryWatermarksAsync(Func<IConsumer<byte[]?, byte[]?>> consumer, TopicPartition partition, CancellationToken cancellationToken)
    {
        var deadline = Environment.TickCount64 + (long)_options.Timeout.TotalMilliseconds;
        while (true)
        {
            try
            {
                return await Task.Run(() => consumer().QueryWatermarkOffsets(partition, _options.Timeout), cancellationToken).ConfigureAwait(false);
            }
            catch (KafkaException exception) when (IsPassing(exception.Error.Code) && Environment.TickCount64 < deadline)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            catch (KafkaException exception)
            {
                throw KafkaErrors.Unavailable("ask for the end of", partition.Topic, _refusals.Explain(KafkaErrors.ReasonOf(exception)), exception);
            }
        }
    }

    /// <summary>What is said of a partition that was just made, or whose leader changes.</summary>
    private static bool IsPassing(ErrorCode code)
        => code is ErrorCode.NotLeaderForPartition or ErrorCode.LeaderNotAvailable or ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownPartition or ErrorCode.Local_Transport;

    private async Task EnsureAsync(
        string name, int partitions, Dictionary<string, string> settings, Func<ValueTask<int>> countPartitions, CancellationToken cancellationToken)
    {
        if (await countPartitions().ConfigureAwait(false) > 0)
        {
            return;
        }

        await MakeAsync(name, partitions, settings, cancellationToken).ConfigureAwait(false);
        while (await countPartitions().ConfigureAwait(false) == 0)
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private int Find(string topic)
    {
        var partitions = Describe(NameOf(topic));
        if (partitions > 0)
        {
            CheckClock(topic);
            _partitions[topic] = partitions;
        }

        return partitions;
    }

    /// <summary>Number of partitions, all with a leader; 0 when there are none yet.</summary>
    private int Describe(string name)
    {
        try
        {
            var found = _clients.Value.Admin.GetMetadata(name, _options.Timeout).Topics.Find(topic => topic.Topic == name);
            return found is null || found.Error.Code == ErrorCode.UnknownTopicOrPart || found.Partitions.Exists(static partition => partition.Leader < 0) ? 0
                : found.Error.IsError ? throw KafkaErrors.Unavailable("find", name, found.Error.Reason)
                : found.Partitions.Count;
        }
        catch (KafkaException exception)
        {
            throw KafkaErrors.Unavailable("find", name, _refusals.Explain(KafkaErrors.ReasonOf(exception)), exception);
        }
    }

    private void CheckClock(string topic)
    {
        var name = NameOf(topic);
        try
        {
            var described = _clients.Value.Admin.DescribeConfigsAsync(
                [new ConfigResource { Type = ResourceType.Topic, Name = name }], new DescribeConfigsOptions { RequestTimeout = _options.Timeout }).GetAwaiter().GetResult();
            var type = described[0].Entries.TryGetValue(TimestampType, out var entry) ? entry.Value : null;
            if (type != LogAppendTime)
            {
                throw KafkaErrors.WrongClock(topic, name, type);
            }
        }
        catch (KafkaException exception) when (exception.Error.Code is not (ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed))
        {
            throw KafkaErrors.Unavailable("read the settings of", topic, exception);
        }
        catch (KafkaException)
        {
            // Who may not read the settings must be trusted to have made them.
        }
    }

    private async Task MakeAsync(string name, int partitions, Dictionary<string, string> settings, CancellationToken cancellationToken)
    {
        settings["max.message.bytes"] = (_options.MaxEventBytes + RecordOverhead).ToString(CultureInfo.InvariantCulture);
        var copies = (short)(_options.ReplicationFactor == 0 ? -1 : _options.ReplicationFactor);
        var specification = new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = copies, Configs = settings };
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await _clients.Value.Admin.CreateTopicsAsync(
                [specification], new CreateTopicsOptions { RequestTimeout = _options.Timeout, OperationTimeout = _options.Timeout }).ConfigureAwait(false);
            KafkaLog.TopicMade(_logger, name, partitions);
        }
        catch (CreateTopicsException exception) when (exception.Results.TrueForAll(static result => result.Error.Code is ErrorCode.TopicAlreadyExists))
        {
            // Another process was faster.
        }
        catch (CreateTopicsException exception)
        {
            throw KafkaErrors.Unavailable("make", name, exception.Results[0].Error.Reason, exception);
        }
        catch (KafkaException exception)
        {
            throw KafkaErrors.Unavailable("make", name, exception);
        }
    }
}
