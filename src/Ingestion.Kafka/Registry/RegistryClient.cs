using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ingestion.Kafka.Registry;

/// <summary>Asks one schema registry. Thread-safe.</summary>
internal sealed class RegistryClient : IDisposable
{
    private const int LongestAnswer = 16 * 1024 * 1024;
    private const int SubjectNotFound = 40401;
    private const int VersionNotFound = 40402;
    private const int SchemaNotFound = 40403;

    private readonly HttpClient _http;
    private readonly RegistryErrors _errors;

    /// <param name="connection">Name of the connection that the registry belongs to.</param>
    /// <param name="key">Key of the settings in the configuration.</param>
    /// <param name="settings">The settings, checked.</param>
    internal RegistryClient(string connection, string key, SchemaRegistrySettings settings)
    {
        _errors = new RegistryErrors(connection, key, settings);

        // Connections are made anew now and then, so that a registry whose name moves to another machine is found again.
        _http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectTimeout = settings.Timeout })
        {
            BaseAddress = new Uri(settings.Url.TrimEnd('/') + "/"),
            Timeout = settings.Timeout,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.schemaregistry.v1+json"));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (settings.UserName.Length > 0)
        {
            var credentials = Encoding.UTF8.GetBytes($"{settings.UserName}:{settings.Password}");
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }
    }

    /// <summary>The schema of an id; null when the registry has none.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SchemaRegistryUnavailable"/>: it is away, refuses or answers with something else.</exception>
    internal Task<RegisteredSchema?> FindAsync(int id) => GetAsync(string.Create(CultureInfo.InvariantCulture, $"schemas/ids/{id}"));

    /// <summary>The schema of a version of a subject, deleted ones included, which others may still name; null when the registry has none.</summary>
    /// <exception cref="IngestionException">As <see cref="FindAsync(int)"/>.</exception>
    internal Task<RegisteredSchema?> FindAsync(SchemaReference reference)
        => GetAsync(string.Create(CultureInfo.InvariantCulture, $"subjects/{Uri.EscapeDataString(reference.Subject)}/versions/{reference.Version}?deleted=true"));

    public void Dispose() => _http.Dispose();

    // Bounded by the client's own time limit: the answer is shared, so it is nobody's to cancel.
    private async Task<RegisteredSchema?> GetAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), CancellationToken.None).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => Read(body),
                HttpStatusCode.NotFound when IsUnknown(body) => null,
                var status => throw _errors.Refused(path, status),
            };
        }
        catch (HttpRequestException error)
        {
            throw _errors.Away(path, error);
        }
        catch (TaskCanceledException error)
        {
            throw _errors.Silent(path, error);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw _errors.Strange(path, error);
        }
    }

    /// <summary>Whether the registry itself says so, and not a server in front of it that has no such page.</summary>
    private static bool IsUnknown(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error_code", out var code)
                && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) && number is SubjectNotFound or VersionNotFound or SchemaNotFound;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static RegisteredSchema Read(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var text = root.GetProperty("schema").GetString() ?? throw new JsonException("'schema' is null");

        // Registries that knew nothing but Avro say no type.
        var type = root.TryGetProperty("schemaType", out var named) ? named.GetString() : null;
        var references = root.TryGetProperty("references", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(ReadReference).ToArray()
            : [];
        return new RegisteredSchema(type ?? RegisteredSchema.Avro, text, references);
    }

    private static SchemaReference ReadReference(JsonElement reference) => new(
        reference.GetProperty("name").GetString() ?? string.Empty,
        reference.GetProperty("subject").GetString() ?? string.Empty,
        reference.GetProperty("version").GetInt32());
}
