namespace Servers.Kafka;

/// <summary>A way to run brokers on this machine.</summary>
internal abstract record KafkaEngine
{
    /// <summary>Whether the broker may take longer to start in order to run faster.</summary>
    internal bool IsForMeasuring { get; init; }

    /// <summary>The one to use; null when there is none.</summary>
    internal static KafkaEngine? Find()
    {
        if (Environment.GetEnvironmentVariable("CATALOG_TEST_KAFKA_ENGINE") is { Length: > 0 } folder)
        {
            return new ScriptedKafka(Path.Combine(folder, "kafka"));
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var script = Path.Combine(at.FullName, "shared", "engines", "kafka", "kafka");
            if (File.Exists(script))
            {
                return new ScriptedKafka(script);
            }
        }

        return Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home && Directory.Exists(Path.Combine(home, "libs")) ? new DistributedKafka(home) : null;
    }

    /// <summary>Starts the broker whose data lie in a folder, and waits until it answers.</summary>
    /// <returns>Its address, the same at every start in that folder.</returns>
    /// <exception cref="InvalidOperationException">It does not start.</exception>
    internal abstract Task<string> StartAsync(string folder);

    /// <summary>Ends it as a crash does. None that runs is no error.</summary>
    internal abstract Task KillAsync(string folder);
}
