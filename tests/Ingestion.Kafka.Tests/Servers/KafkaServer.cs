using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ingestion.Kafka.Tests.Servers;

/// <summary>A Kafka broker of its own on a free port, with its data in a temporary folder. Run by the script of the engine, which lies beside the repository.</summary>
internal sealed class KafkaServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kafka-").FullName;
    private readonly string _script;

    private KafkaServer(string script) => _script = script;

    /// <summary>Where clients connect to.</summary>
    internal string Address { get; private set; } = string.Empty;

    /// <summary>Starts one; skips the test where there is no engine.</summary>
    internal static async Task<KafkaServer> StartAsync()
    {
        var script = FindScript();
        Assert.SkipWhen(script is null, "There is no Kafka beside the repository (../shared/engines/kafka). Set CATALOG_TEST_KAFKA_ENGINE to the folder of its script 'kafka'.");
        Assert.SkipUnless(IsInstalled("java"), "There is no Java for the Kafka broker. Install the package openjdk-17-jre-headless.");
        Assert.SkipUnless(NativeLibrary.TryLoad("librdkafka.so.1", out _), "There is no librdkafka for the client of Kafka. Install the package librdkafka1.");
        var server = new KafkaServer(script);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it again on the same port and data.</summary>
    internal async Task StartAgainAsync()
    {
        var said = await RunAsync("start", "--dir", _folder);
        const string Key = "bootstrap=";
        Address = Array.Find(said.Split('\n'), static line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..].Trim()
            ?? throw new InvalidOperationException($"The broker did not start: {said}");
    }

    /// <summary>Ends it as a crash does.</summary>
    internal Task KillAsync() => RunAsync("kill", "--dir", _folder);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsInstalled(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string? FindScript()
    {
        if (Environment.GetEnvironmentVariable("CATALOG_TEST_KAFKA_ENGINE") is { Length: > 0 } folder)
        {
            return Path.Combine(folder, "kafka");
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var script = Path.Combine(at.FullName, "shared", "engines", "kafka", "kafka");
            if (File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }

    /// <summary>What the script says. Its output goes through a file, because the broker that it leaves behind would keep a pipe open.</summary>
    private async Task<string> RunAsync(params string[] arguments)
    {
        var output = Path.Combine(_folder, "script.txt");
        var command = string.Join(' ', arguments.Prepend(_script).Select(static argument => $"'{argument}'"));
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"{command} >'{output}' 2>&1 </dev/null"]))!;
        await process.WaitForExitAsync(CancellationToken.None);
        return await File.ReadAllTextAsync(output, CancellationToken.None);
    }
}
