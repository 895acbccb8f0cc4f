namespace Ingestion.Kafka;

/// <summary>Settings of the event log on Kafka, bound from <c>Ingestion:EventLog:Kafka</c>. Read once, at start.</summary>
public sealed class KafkaEventLogOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string Section = "Ingestion:EventLog:Kafka";

    /// <summary>Where the brokers are: <c>host:port</c>, several divided by commas. Some of a cluster are enough. Required.</summary>
    public string BootstrapServers { get; set; } = string.Empty;

    /// <summary>
    /// First part of every topic's name (<c>catalog.loyalty-transactions</c>, <c>catalog-marks</c>) and of every transactional id (<c>catalog-...</c>), so that several catalogues can share
    /// brokers: 1 to 32 of the characters a-z, 0-9, '-' and '_'. Default <c>catalog</c>.
    /// </summary>
    public string Project { get; set; } = "catalog";

    /// <summary>
    /// Name of this process among those that append: after a restart under the same name, what it left open is ended at once, else after 10 to 20 seconds. Two running processes must not share
    /// one. Default: a name of its own for each data folder.
    /// </summary>
    public string Instance { get; set; } = string.Empty;

    /// <summary>Copies of each new topic, 1 to 10. Default 0: what the brokers have as their default.</summary>
    public int ReplicationFactor { get; set; }

    /// <summary>How long events are kept. Default 0: for ever, so that new views can be filled from them; else 1 hour to 3,650 days. Applies to topics that are made.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.Zero;

    /// <summary>How long idempotency keys of pushes are remembered. Default 7 days, range 1 hour to 365 days. Applies when the topic of marks is made.</summary>
    public TimeSpan PushMarkRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether each refused record of a source is also written to the topic <c>{project}.{source}.dead-letter</c>, in one transaction with the events that came with it. Default <c>true</c>.
    /// </summary>
    public bool DeadLetters { get; set; } = true;

    /// <summary>How long the brokers may take to answer a request before the log counts as away. Default 10 seconds, range 1 second to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a process that works (role <c>work</c>) may be silent before its partitions go to others. Shorter hands over sooner after a crash; longer bears longer pauses. Must lie within
    /// the brokers' <c>group.min.session.timeout.ms</c> and <c>group.max.session.timeout.ms</c>. Default 10 seconds, range 1 second to 5 minutes.
    /// </summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest event that is taken, key and payload together, in bytes. Default 16 MiB, range 64 KiB to 512 MiB. New topics get it as <c>max.message.bytes</c>, with some room.</summary>
    public int MaxEventBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Largest batch that is taken, keys and payloads, in bytes. Default 64 MiB, range 64 KiB to 512 MiB.</summary>
    public int MaxBatchBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Bytes of events after which one read ends before it has the asked number of records. Default 16 MiB, range 64 KiB to 512 MiB.</summary>
    public int MaxReadBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Bytes of the newest events of each partition that are kept in memory, where all that follow the stream read them. Default 8 MiB, range 64 KiB to 1 GiB.</summary>
    public int TailBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Connections that read older events, and so how many may be read at the same time. Default 4, range 1 to 64.</summary>
    public int Readers { get; set; } = 4;

    /// <summary>How many batches without a producer of their own may be appended at the same time. Default 4, range 1 to 64.</summary>
    public int Appenders { get; set; } = 4;

    /// <summary>Open connections of producers that have nothing to append; the one idle longest is closed first. Default 16, range 1 to 1,024.</summary>
    public int IdleProducers { get; set; } = 16;

    /// <summary>How many idempotency keys are remembered in memory for each topic. Default 100,000, range 1 to 10,000,000.</summary>
    public int MaxPushProducers { get; set; } = 100_000;

    /// <summary>
    /// Further settings of the client, by the names of librdkafka: <c>security.protocol</c>, <c>sasl.mechanism</c>, <c>sasl.username</c>, <c>sasl.password</c>, <c>ssl.ca.location</c>,
    /// <c>compression.type</c> and so on. Those on which the guarantees of the log rest cannot be set.
    /// </summary>
    public IDictionary<string, string> Client { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
