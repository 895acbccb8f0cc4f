using System.Collections.Concurrent;
using Ingestion.Kafka.Topics;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka.Registry;

/// <summary>The schema registries of all connections. Thread-safe; asks nobody before the first payload.</summary>
/// <param name="options">The connections.</param>
/// <param name="clock">Passed on to the caches.</param>
internal sealed class SchemaRegistries(IOptions<KafkaConnectionsOptions> options, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<(RegistryClient Client, SchemaCache Cache)>> _opened = new(StringComparer.Ordinal);

    /// <summary>The schemas of a connection.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SchemaRegistryUnavailable"/>: the connection has no registry.</exception>
    internal SchemaCache Open(string connection) => _opened.GetOrAdd(connection, name => new(() => Create(name))).Value.Cache;

    public void Dispose()
    {
        foreach (var opened in _opened.Values.Where(static opened => opened.IsValueCreated))
        {
            opened.Value.Client.Dispose();
        }
    }

    private (RegistryClient Client, SchemaCache Cache) Create(string name)
    {
        var key = $"{KafkaConnectionsOptions.KeyOf(name)}:{nameof(KafkaConnection.SchemaRegistry)}";
        if (!options.Value.Connections.TryGetValue(name, out var connection) || !connection.SchemaRegistry.IsSet)
        {
            throw RegistryErrors.Missing(name, key);
        }

        var client = new RegistryClient(name, key, connection.SchemaRegistry);
        return (client, new SchemaCache(new SchemaLoader(client).LoadAsync, clock));
    }
}
