using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>Judges settings that are passed on to the client.</summary>
internal static class ClientSettings
{
    /// <summary>What is wrong with the settings of a connection, in sentences. No value of <paramref name="client"/> is shown, which may be a password.</summary>
    /// <param name="serversKey">Key of the brokers' addresses in the configuration.</param>
    /// <param name="servers">The brokers' addresses.</param>
    /// <param name="key">Key of the client's settings in the configuration.</param>
    /// <param name="client">The client's settings.</param>
    /// <param name="subject">Whose guarantees rest on those that cannot be set.</param>
    public static IReadOnlyList<string> ProblemsOf(string serversKey, string servers, string key, IDictionary<string, string> client, string subject)
    {
        List<string> problems = [.. BrokerAddresses.ProblemsOf(serversKey, servers)];
        var areServersLegal = problems.Count == 0;
        foreach (var (setting, value) in client)
        {
            if (KafkaClients.IsReserved(setting))
            {
                problems.Add($"{key}:{setting} cannot be set: the guarantees of {subject} rest on it. Remove it.");
            }
            else if (RefusalOf(setting, value) is { } refusal)
            {
                problems.Add($"{key}:{setting} is refused by the client: {refusal}");
            }
        }

        // What is legal alone may not be beside the others: a mechanism that this client was not built with, a file that is not there.
        if (areServersLegal && problems.Count == 0 && RefusalOf(servers, client) is { } together)
        {
            problems.Add($"{key} is refused by the client: {together.TrimEnd('.')}. Look at security.protocol, sasl.* and ssl.* there.");
        }

        return problems;
    }

    /// <summary>Asks the client about all settings together; null when it takes them. Nothing is connected to before the first request.</summary>
    private static string? RefusalOf(string servers, IDictionary<string, string> client)
    {
        try
        {
            Probe([new("bootstrap.servers", servers), .. client]);
            return null;
        }
        catch (Exception exception) when (exception is KafkaException or InvalidOperationException or ArgumentException or IngestionException)
        {
            return exception.Message;
        }
    }

    private static void Probe(IEnumerable<KeyValuePair<string, string>> settings)
    {
        KafkaLibrary.Require();
        using var probe = new ProducerBuilder<Null, Null>([.. settings, new("log_level", "0")]).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
    }

    /// <summary>Asks the client itself, which knows its settings best; null when it takes this one.</summary>
    private static string? RefusalOf(string setting, string value)
    {
        try
        {
            Probe([new(setting, value)]);
            return null;
        }
        catch (IngestionException exception)
        {
            return exception.Message;
        }
        catch (ArgumentException)
        {
            return "its value is not legal.";
        }
        catch (InvalidOperationException exception) when (exception.Message.StartsWith("No such configuration property", StringComparison.Ordinal))
        {
            return "there is no setting of that name.";
        }
        catch (Exception exception) when (exception is KafkaException or InvalidOperationException)
        {
            // A setting that only makes sense beside others is judged together with them.
            return exception.Message.StartsWith("Invalid value", StringComparison.Ordinal) ? "its value is not legal." : null;
        }
    }
}
