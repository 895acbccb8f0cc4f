using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka;

/// <summary>Makes the clients of the log, all with the same connection. Thread-safe.</summary>
internal sealed class KafkaClients(KafkaEventLogOptions options, ILogger logger)
{
    /// <summary>How long a transaction may stay open before the brokers abort it: so long a process that died holds up the readers, unless it comes back.</summary>
    public const int TransactionMilliseconds = 10_000;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "bootstrap.servers", "metadata.broker.list", "client.id", "group.id", "group.instance.id", "transactional.id", "transaction.timeout.ms", "enable.idempotence", "acks",
        "request.required.acks", "max.in.flight", "max.in.flight.requests.per.connection", "isolation.level", "enable.auto.commit", "enable.auto.offset.store", "auto.offset.reset",
        "enable.partition.eof", "allow.auto.create.topics", "message.max.bytes", "message.timeout.ms", "delivery.timeout.ms", "partitioner", "check.crcs", "session.timeout.ms",
        "heartbeat.interval.ms", "max.poll.interval.ms", "partition.assignment.strategy", "group.protocol",
    };

    /// <summary>Whether the log decides about a setting of the client.</summary>
    public static bool IsReserved(string setting) => Reserved.Contains(setting);

    /// <summary>A consumer that is told where to read, and reports the ends of partitions.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="isolation">Whether it sees, and asks for the end of, what is committed only, as all do that read for others.</param>
    public IConsumer<byte[]?, byte[]?> Consumer(string purpose, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        KafkaLibrary.Require();
        var config = ManualConsumers.Settings(Common(), $"{options.Project}-readers", AutoOffsetReset.Earliest, queueKilobytes: 64 * 1024);
        config.ClientId = $"{options.Project}-{purpose}";
        config.IsolationLevel = isolation;
        config.ConsumeResultFields = "topic,timestamp"; // Records of the log have no headers.
        Apply(config);
        return new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler(Write).SetErrorHandler(Write).Build();
    }

    /// <summary>A member of the group of workers. Offsets that are stored are committed in the background.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="sessionTimeout">How long it may be silent.</param>
    /// <param name="assigned">Gets partitions that were given to it, and says where to read.</param>
    /// <param name="revoked">Gets those that are to be given up, and returns when nothing is done for them any more.</param>
    /// <param name="lost">Gets those that others have already.</param>
    public IConsumer<byte[]?, byte[]?> GroupConsumer(
        string purpose,
        TimeSpan sessionTimeout,
        Func<IConsumer<byte[]?, byte[]?>, List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned,
        Action<IConsumer<byte[]?, byte[]?>, List<TopicPartitionOffset>> revoked,
        Action<IConsumer<byte[]?, byte[]?>, List<TopicPartitionOffset>> lost)
    {
        KafkaLibrary.Require();
        var config = new ConsumerConfig(Common())
        {
            ClientId = $"{options.Project}-{purpose}",
            GroupId = $"{options.Project}-workers",
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            SessionTimeoutMs = (int)sessionTimeout.TotalMilliseconds,
            HeartbeatIntervalMs = (int)sessionTimeout.TotalMilliseconds / 5,
            EnableAutoCommit = true,
            EnableAutoOffsetStore = false,
            AutoCommitIntervalMs = 1000,
            AutoOffsetReset = AutoOffsetReset.Latest,
            AllowAutoCreateTopics = false,
            QueuedMaxMessagesKbytes = 1024,
        };
        Apply(config);
        return new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler(Write).SetErrorHandler(Write)
            .SetPartitionsAssignedHandler(assigned).SetPartitionsRevokedHandler(revoked).SetPartitionsLostHandler(lost)
            .Build();
    }

    /// <summary>A producer of transactions, which fences whoever used the same id before as soon as it is initialised.</summary>
    public IProducer<byte[]?, byte[]?> TransactionalProducer(string transactionalId)
    {
        var config = ProducerSettings();
        config.TransactionalId = transactionalId;
        config.TransactionTimeoutMs = TransactionMilliseconds;
        return Build(config);
    }

    /// <summary>A producer of single records.</summary>
    public IProducer<byte[]?, byte[]?> PlainProducer() => Build(ProducerSettings());

    /// <summary>Lets a producer know the partitions of a topic before its first record, which would else wait up to a second for them. Blocks.</summary>
    public void Introduce(IProducer<byte[]?, byte[]?> producer, string name)
    {
        using var admin = AdminClients.Over(producer.Handle);
        _ = admin.GetMetadata(name, options.Timeout);
    }

    private ProducerConfig ProducerSettings() => new(Common())
    {
        ClientId = $"{options.Project}-writer",
        EnableIdempotence = true,
        Acks = Acks.All,
        MessageMaxBytes = options.MaxEventBytes + TopicCatalog.RecordOverhead,
        MessageTimeoutMs = TransactionMilliseconds,
        CompressionType = CompressionType.Lz4,
        LingerMs = 2,
        QueueBufferingMaxMessages = 1_000_000,
        QueueBufferingMaxKbytes = 512 * 1024,
    };

    private IProducer<byte[]?, byte[]?> Build(ProducerConfig config)
    {
        KafkaLibrary.Require();
        Apply(config);
        return new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler(Write).SetErrorHandler(Write).Build();
    }

    private ClientConfig Common() => new()
    {
        BootstrapServers = options.BootstrapServers,
        SocketNagleDisable = true,
        ReconnectBackoffMs = 50,
        ReconnectBackoffMaxMs = 1000,
    };

    /// <summary>Sets what the configuration asks for, last, so that it counts.</summary>
    private void Apply(ClientConfig config)
    {
        foreach (var (setting, value) in options.Client)
        {
            config.Set(setting, value);
        }
    }

    /// <summary>Why brokers did not let these clients in.</summary>
    public Refusals Refusals { get; } = new($"{KafkaEventLogOptions.Section}:{nameof(KafkaEventLogOptions.Client)}");

    // Both are called by the library, the first one before the client is whole: an exception here would end the process.
    private void Write(IClient client, LogMessage message)
    {
        Refusals.Note(message);
        KafkaLog.Client(logger, message.Level <= SyslogLevel.Error ? LogLevel.Warning : LogLevel.Debug, message.Name, message.Message);
    }

    private void Write(IClient client, Error error) => KafkaLog.Client(logger, error.IsFatal ? LogLevel.Warning : LogLevel.Debug, options.Project, error.Reason);
}
