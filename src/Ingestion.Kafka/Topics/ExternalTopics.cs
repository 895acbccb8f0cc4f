using System.Collections.Concurrent;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka.Topics;

/// <summary>Topics on brokers of Kafka. A reader has a connection of its own, and no group is joined. Thread-safe.</summary>
internal sealed class ExternalTopics : IExternalTopics, IDisposable
{
    private readonly KafkaEventLogOptions? _log;
    private readonly SortedDictionary<string, ExternalConnection> _connections = new(StringComparer.Ordinal);
    private readonly HashSet<string> _registries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Connection, string Topic), bool> _known = [];

    /// <param name="options">The connections.</param>
    /// <param name="log">The event log on Kafka, whose brokers are the connection <c>default</c> unless that is declared; null where the log is another one.</param>
    /// <param name="logger">Hears what the clients say.</param>
    public ExternalTopics(IOptions<KafkaConnectionsOptions> options, KafkaEventLogOptions? log, ILogger<ExternalTopics> logger)
    {
        _log = log;
        foreach (var (name, connection) in options.Value.Connections)
        {
            _connections.Add(name, new ExternalConnection(name, KafkaConnectionsOptions.KeyOf(name), connection, logger));
            if (connection.SchemaRegistry.IsSet)
            {
                _registries.Add(name);
            }
        }

        if (log is not null && !_connections.ContainsKey(SourceTopic.DefaultConnection))
        {
            _connections.Add(SourceTopic.DefaultConnection, new ExternalConnection(SourceTopic.DefaultConnection, KafkaEventLogOptions.Section, Of(log), logger));
        }
    }

    public IReadOnlyList<string> Connections => [.. _connections.Keys];

    public string AddressOf(string connection) => Find(connection).Address;

    public bool IsOfEventLog(string connection, string topic)
        => _log is not null && _connections.TryGetValue(connection, out var found) && found.BootstrapServers == _log.BootstrapServers
            && (topic.StartsWith(_log.Project + '.', StringComparison.Ordinal) || topic.StartsWith(_log.Project + "-marks", StringComparison.Ordinal) || topic.StartsWith(_log.Project + "-push-marks", StringComparison.Ordinal));

    public bool HasSchemaRegistry(string connection) => _registries.Contains(connection);

    public Task<int> CountPartitionsAsync(string connection, string topic, CancellationToken cancellationToken) => Find(connection).CountPartitionsAsync(topic, cancellationToken);

    public Task<TopicExtent> GetExtentAsync(string connection, TopicPlace place, CancellationToken cancellationToken) => Find(connection).GetExtentAsync(place, cancellationToken);

    public ITopicReader Open(string connection, TopicPlace place, long offset) => new ExternalReader(Find(connection), place, offset);

    public async Task SendAsync(string connection, string topic, IReadOnlyList<DeadLetter> records, CancellationToken cancellationToken)
    {
        var found = Find(connection);
        if (!_known.ContainsKey((connection, topic)))
        {
            // Many brokers make a topic of any name that is written to, also of a wrong one.
            if (await found.CountPartitionsAsync(topic, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw found.Errors.Missing(topic);
            }

            _known[(connection, topic)] = true;
        }

        await ExternalSender.SendAsync(found, topic, records, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Dispose();
        }
    }

    private static KafkaConnection Of(KafkaEventLogOptions log)
    {
        var connection = new KafkaConnection { BootstrapServers = log.BootstrapServers, Timeout = log.Timeout };
        foreach (var (setting, value) in log.Client)
        {
            connection.Client.Add(setting, value);
        }

        return connection;
    }

    private ExternalConnection Find(string connection) => _connections.GetValueOrDefault(connection) ?? throw ExternalErrors.UnknownConnection(connection, Connections);
}
