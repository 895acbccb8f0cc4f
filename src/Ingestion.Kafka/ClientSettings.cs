using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>Judges settings that are passed on to the client.</summary>
internal static class ClientSettings
{
    /// <summary>What is wrong with settings, in sentences. No value is shown, which may be a password.</summary>
    /// <param name="key">Key of the settings in the configuration.</param>
    /// <param name="client">The settings.</param>
    /// <param name="subject">Whose guarantees rest on those that cannot be set.</param>
    public static IEnumerable<string> ProblemsOf(string key, IDictionary<string, string> client, string subject)
    {
        foreach (var (setting, value) in client)
        {
            if (KafkaClients.IsReserved(setting))
            {
                yield return $"{key}:{setting} cannot be set: the guarantees of {subject} rest on it. Remove it.";
            }
            else if (RefusalOf(setting, value) is { } refusal)
            {
                yield return $"{key}:{setting} is refused by the client: {refusal}";
            }
        }
    }

    /// <summary>Asks the client itself, which knows its settings best; null when it takes this one.</summary>
    private static string? RefusalOf(string setting, string value)
    {
        try
        {
            KafkaLibrary.Require();
            using var probe = new ProducerBuilder<Null, Null>([new(setting, value), new("log_level", "0")]).SetLogHandler(static (_, _) => { }).Build();
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
            // A setting that only makes sense beside others is judged when the log connects.
            return exception.Message.StartsWith("Invalid value", StringComparison.Ordinal) ? "its value is not legal." : null;
        }
    }
}
