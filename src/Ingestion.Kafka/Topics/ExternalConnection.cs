using Confluent.Kafka;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka.Topics;

/// <summary>One connection: makes its clients and asks its brokers. Connects at the first request. Thread-safe.</summary>
internal sealed class ExternalConnection : IDisposable
{
    // Requests block a thread each, and brokers that are away answer none of them.
    private const int RequestsAtOnce = 2;

    private const string NoAnswer = "the brokers did not answer in time";

    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(1);

    private readonly KafkaConnection _options;
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly Refusals _refusals;

    // Not disposed of: a request may end after its connection.
    private readonly SemaphoreSlim _requests = new(RequestsAtOnce, RequestsAtOnce);
    private readonly Lazy<(IConsumer<byte[]?, byte[]?> Consumer, IAdminClient Admin)> _asking;
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer;

    /// <param name="name">Its name.</param>
    /// <param name="section">The section that configures it.</param>
    /// <param name="options">What stands there.</param>
    /// <param name="logger">Hears what the clients say.</param>
    public ExternalConnection(string name, string section, KafkaConnection options, ILogger logger)
    {
        (_name, _options, _logger) = (name, options, logger);
        Address = options.BootstrapServers.Split(',')[0].Trim();
        _refusals = new($"{section}:{nameof(KafkaConnection.Client)}");
        Errors = new ExternalErrors(name, $"{section}:{nameof(KafkaConnection.BootstrapServers)}", Address, _refusals);

        // Through a consumer, because asking a producer about a topic that does not exist may make it.
        _asking = new(() =>
        {
            var consumer = Consumer(static _ => { });
            return (consumer, AdminClients.Over(consumer.Handle));
        });
        _producer = new(Producer);
    }

    public string Address { get; }

    public string BootstrapServers => _options.BootstrapServers;

    public ExternalErrors Errors { get; }

    public TimeSpan Timeout => _options.Timeout;

    /// <summary>The producer of refused records; it does not overtake and repeats nothing by itself.</summary>
    public IProducer<byte[]?, byte[]?> Sender => _producer.Value;

    /// <summary>A consumer that is told where to read, sees only what is committed, and reports the ends of partitions.</summary>
    /// <param name="failed">Is told what the client says of its brokers, on a thread of its own.</param>
    public IConsumer<byte[]?, byte[]?> Consumer(Action<Error> failed)
    {
        KafkaLibrary.Require();
        var config = ManualConsumers.Settings(Common(), $"catalog-{_name}", AutoOffsetReset.Error, queueKilobytes: 16 * 1024);
        config.ConsumeResultFields = "headers"; // A reader knows its topic.
        Apply(config);
        return new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler(Write).SetErrorHandler((client, error) =>
        {
            Write(client, error);
            failed(error);
        }).Build();
    }

    /// <summary>Number of partitions of a topic; 0 when it does not exist.</summary>
    public Task<int> CountPartitionsAsync(string topic, CancellationToken cancellationToken) => AskAsync(
        () =>
        {
            var found = _asking.Value.Admin.GetMetadata(topic, Timeout).Topics.Find(candidate => candidate.Topic == topic);
            return found is null || found.Error.Code == ErrorCode.UnknownTopicOrPart ? 0
                : found.Error.IsError ? throw new KafkaException(found.Error)
                : found.Partitions.Count;
        },
        topic,
        cancellationToken);

    /// <summary>Which records of a partition there are.</summary>
    public Task<TopicExtent> GetExtentAsync(TopicPlace place, CancellationToken cancellationToken) => AskAsync(
        () =>
        {
            var found = _asking.Value.Consumer.QueryWatermarkOffsets(new TopicPartition(place.Topic, place.Partition), Timeout);
            return new TopicExtent(found.Low.Value, found.High.Value);
        },
        place.Topic,
        cancellationToken);

    public void Dispose()
    {
        if (_asking.IsValueCreated)
        {
            _asking.Value.Admin.Dispose();
            _asking.Value.Consumer.Dispose();
        }

        if (_producer.IsValueCreated)
        {
            _producer.Value.Dispose();
        }
    }

    private async Task<T> AskAsync<T>(Func<T> ask, string topic, CancellationToken cancellationToken)
    {
        if (!await _requests.WaitAsync(Timeout + Leeway, cancellationToken).ConfigureAwait(false))
        {
            throw Errors.Unavailable("looked up", topic, NoAnswer);
        }

        var asking = Task.Run(ask, CancellationToken.None);
        _ = asking.ContinueWith(_ => _requests.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await asking.WaitAsync(Timeout + Leeway, cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException exception)
        {
            throw Errors.Unavailable("looked up", topic, exception);
        }
        catch (TimeoutException exception)
        {
            // Some requests of the client know no limit of their own.
            throw Errors.Unavailable("looked up", topic, NoAnswer, exception);
        }
    }

    private IProducer<byte[]?, byte[]?> Producer()
    {
        KafkaLibrary.Require();
        var config = new ProducerConfig(Common())
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            MessageMaxBytes = 1_000_000_000,
            MessageTimeoutMs = (int)Timeout.TotalMilliseconds,
            CompressionType = CompressionType.Lz4,
            LingerMs = 2,
        };
        Apply(config);
        return new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler(Write).SetErrorHandler(Write).Build();
    }

    private ClientConfig Common() => new()
    {
        BootstrapServers = _options.BootstrapServers,
        ClientId = $"catalog-{_name}",
        SocketNagleDisable = true,
        SocketTimeoutMs = (int)Timeout.TotalMilliseconds,
        ReconnectBackoffMs = 50,
        ReconnectBackoffMaxMs = 1000,
        TopicMetadataRefreshIntervalMs = 60_000,
    };

    /// <summary>Sets what the configuration asks for, last, so that it counts.</summary>
    private void Apply(ClientConfig config)
    {
        foreach (var (setting, value) in _options.Client)
        {
            config.Set(setting, value);
        }
    }

    // Both are called by the library, the first one before the client is whole: an exception here would end the process.
    private void Write(IClient client, LogMessage message)
    {
        _refusals.Note(message);
        KafkaLog.Client(_logger, message.Level <= SyslogLevel.Error ? LogLevel.Warning : LogLevel.Debug, message.Name, message.Message);
    }

    private void Write(IClient client, Error error) => KafkaLog.Client(_logger, error.IsFatal ? LogLevel.Warning : LogLevel.Debug, _name, error.Reason);
}
