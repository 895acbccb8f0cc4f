using System.Runtime.InteropServices;
using Servers.Kafka;

namespace Servers;

/// <summary>
/// A Kafka broker of its own on a free port, with its data in a temporary folder: of the engine that lies beside the repository (<c>../shared/engines/kafka</c>, or where
/// <c>CATALOG_TEST_KAFKA_ENGINE</c> says), else of the distribution that <c>KAFKA_HOME</c> names.
/// </summary>
public sealed class KafkaServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kafka-").FullName;
    private readonly KafkaEngine _engine;

    private KafkaServer(KafkaEngine engine) => _engine = engine;

    /// <summary>What has to be installed first; null where everything is.</summary>
    public static string? Missing => KafkaEngine.Find() is null
        ? "There is no Kafka beside the repository (../shared/engines/kafka). Set KAFKA_HOME to the folder of a distribution, or CATALOG_TEST_KAFKA_ENGINE to that of the script 'kafka'."
        : !InstalledPrograms.Has("java") ? "There is no Java for the Kafka broker. Install the package openjdk-17-jre-headless."
        : !NativeLibrary.TryLoad("librdkafka.so.1", out _) ? "There is no librdkafka for the client of Kafka. Install the package librdkafka1."
        : null;

    /// <summary>What has to be there for <see cref="StartSecuredAsync"/> too; null where everything is.</summary>
    public static string? MissingForSecurity => Missing ?? (KafkaEngine.Find() is ScriptedKafka ? null : "A broker with TLS and passwords needs the engine beside the repository (../shared/engines/kafka).");

    /// <summary>Certificate of the authority that clients of a secured broker have to trust, a PEM file.</summary>
    public string CaFile => Path.Combine(_folder, "tls", "ca.pem");

    /// <summary>Where clients connect to.</summary>
    public string Address { get; private set; } = string.Empty;

    /// <summary>Starts one.</summary>
    /// <param name="isForMeasuring">Whether the broker may take longer to start in order to run faster.</param>
    /// <exception cref="InvalidOperationException">Something is <see cref="Missing"/>, or it does not start.</exception>
    public static async Task<KafkaServer> StartAsync(bool isForMeasuring = false)
    {
        if (Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var server = new KafkaServer(KafkaEngine.Find()! with { IsForMeasuring = isForMeasuring });
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts one that takes nobody without TLS and the password of a user (SASL PLAIN).</summary>
    /// <exception cref="InvalidOperationException">Something is <see cref="MissingForSecurity"/>, or it does not start.</exception>
    public static async Task<KafkaServer> StartSecuredAsync(string user, string password)
    {
        if (MissingForSecurity is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var server = new KafkaServer(((ScriptedKafka)KafkaEngine.Find()!) with { Security = ["--tls", "--user", $"{user}:{password}"] });
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task StartAgainAsync() => Address = await _engine.StartAsync(_folder);

    /// <summary>Ends it as a crash does.</summary>
    public Task KillAsync() => _engine.KillAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
