using Catalog.Persistence.Tests.Testing;
using Conformance;
using Servers;

namespace EndToEnd.Tests.MainJob;

/// <summary>The servers of one test, which several catalogues share.</summary>
internal sealed class EngineServers : IAsyncDisposable
{
    private readonly List<PostgresDatabase> _databases = [];

    private EngineServers(RedisServer? redis, KafkaServer? kafka) => (Redis, Kafka) = (redis, kafka);

    internal RedisServer? Redis { get; }

    internal KafkaServer? Kafka { get; }

    /// <summary>Starts what is needed; skips the test where something is not installed.</summary>
    internal static async Task<EngineServers> StartAsync(Engines engines)
    {
        if (engines == Engines.All)
        {
            PostgresDatabase.Require();
        }

        return new EngineServers(
            engines == Engines.Embedded ? null : await TestServers.RedisAsync(),
            engines == Engines.All ? await TestServers.KafkaAsync() : null);
    }

    /// <summary>Settings with which a catalogue of that name has its place on the servers.</summary>
    internal Dictionary<string, string> SettingsOf(string name)
    {
        var settings = new Dictionary<string, string>();
        if (Redis is not null)
        {
            settings["FeatureStore__OnlineStore__Kind"] = "Redis";
            settings["FeatureStore__OnlineStore__Redis__ConnectionString"] = Redis.Address;
            settings["FeatureStore__OnlineStore__Redis__Project"] = name;
        }

        if (Kafka is not null)
        {
            settings["Ingestion__EventLog__Kind"] = "Kafka";
            settings["Ingestion__EventLog__Kafka__BootstrapServers"] = Kafka.Address;
            settings["Ingestion__EventLog__Kafka__Project"] = name;
            var database = PostgresDatabase.Require();
            _databases.Add(database);
            settings["Catalog__Persistence__Kind"] = "Postgres";
            settings["Catalog__Persistence__ConnectionString"] = database.ConnectionString;
        }

        return settings;
    }

    /// <summary>Kills each server or leaves it, as the dice fall, and starts it again.</summary>
    internal async Task DisturbAsync(Random random, CancellationToken cancellationToken)
    {
        if (Redis is not null && random.Next(2) > 0)
        {
            await Redis.KillAsync();
            await Task.Delay(random.Next(500), cancellationToken);
            await Redis.RestartAsync();
        }

        if (Kafka is not null && random.Next(2) > 0)
        {
            await Kafka.KillAsync();
            await Kafka.StartAgainAsync();
        }
    }

    /// <summary>Cuts all connections to the databases, and lets nobody in for a while.</summary>
    internal Task CutDatabasesAsync(TimeSpan time, CancellationToken cancellationToken) => Task.WhenAll(_databases.Select(database => database.CutAsync(time, cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        if (Redis is not null)
        {
            await Redis.DisposeAsync();
        }

        if (Kafka is not null)
        {
            await Kafka.DisposeAsync();
        }
    }
}
