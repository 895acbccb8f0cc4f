using System.Net;

namespace Ingestion.Kafka.Registry;

/// <summary>Says what is wrong with a schema registry, and which setting to look at. Thread-safe.</summary>
/// <param name="connection">Name of the connection that it belongs to.</param>
/// <param name="key">Key of its settings in the configuration.</param>
/// <param name="settings">The settings.</param>
internal sealed class RegistryErrors(string connection, string key, SchemaRegistrySettings settings)
{
    private string Subject => $"the schema registry '{settings.Url}' of connection '{connection}'";

    /// <summary>A source needs a registry, and its connection has none.</summary>
    internal static IngestionException Missing(string connection, string key) => new(
        IngestionErrorCode.SchemaRegistryUnavailable,
        $"Connection '{connection}' has no schema registry, which the payloads of the topic name their schema in. Set {key}:{nameof(SchemaRegistrySettings.Url)}.");

    internal IngestionException Away(string path, HttpRequestException error) => error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
        ? Strange(path, error)
        : New($"'GET /{path}' failed: {Subject} cannot be reached ({Clause(error.Message)}). Start it, or check {Key(nameof(settings.Url))}.", error);

    internal IngestionException Silent(string path, Exception error)
        => New($"'GET /{path}' failed: {Subject} did not answer within {settings.Timeout}. Look at the registry, or raise {Key(nameof(settings.Timeout))}.", error);

    internal IngestionException Refused(string path, HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => New(
            $"'GET /{path}' failed: {Subject} refuses with status {(int)status}. Check {Key(nameof(settings.UserName))} and {Key(nameof(settings.Password))}, and what that user may read."),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => New(
            $"'GET /{path}' failed: {Subject} answers with status {(int)status}. Look at the registry's log."),
        _ => New($"'GET /{path}' failed: {Subject} answers with status {(int)status}, which a schema registry does not. Check {Key(nameof(settings.Url))}."),
    };

    internal IngestionException Strange(string path, Exception error)
        => New($"'GET /{path}' failed: {Subject} answers with something that is no schema ({Clause(error.Message)}). Check {Key(nameof(settings.Url))}.", error);

    private static string Clause(string message) => message.TrimEnd('.');

    private string Key(string setting) => $"{key}:{setting}";

    private static IngestionException New(string message, Exception? error = null) => new(IngestionErrorCode.SchemaRegistryUnavailable, message, error);
}
