using System.Diagnostics;

namespace Servers.Kafka;

/// <summary>Runs brokers with the script that belongs to the jars.</summary>
/// <param name="Script">Path of the script.</param>
internal sealed record ScriptedKafka(string Script) : KafkaEngine
{
    private const string PortTaken = "is in use by another program";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What the first start is told about TLS and users.</summary>
    internal IReadOnlyList<string> Security { get; init; } = [];

    internal override async Task<string> StartAsync(string folder)
    {
        const string Key = "bootstrap=";
        string[] compiler = IsForMeasuring ? ["--jvm", "-XX:TieredStopAtLevel=4"] : [];
        string[] arguments = ["start", "--dir", folder, .. compiler, .. Directory.Exists(Path.Combine(folder, "tls")) ? [] : Security];
        var began = TimeProvider.System.GetTimestamp();
        var said = await RunAsync(folder, arguments);
        while (said.Contains(PortTaken, StringComparison.Ordinal) && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            // A broker that was killed holds its port until the machine has cleared it away.
            await Task.Delay(TimeSpan.FromSeconds(1));
            said = await RunAsync(folder, arguments);
        }

        return Array.Find(said.Split('\n'), static line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..].Trim()
            ?? throw new InvalidOperationException($"The broker did not start: {said}");
    }

    internal override Task KillAsync(string folder) => RunAsync(folder, ["kill", "--dir", folder]);

    /// <summary>What the script says. Its output goes through a file, because the broker that it leaves behind would keep a pipe open.</summary>
    private async Task<string> RunAsync(string folder, string[] arguments)
    {
        var output = Path.Combine(folder, "script.txt");
        var command = string.Join(' ', arguments.Prepend(Script).Select(static argument => $"'{argument}'"));
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"{command} >'{output}' 2>&1 </dev/null"]))!;
        await process.WaitForExitAsync();
        return await File.ReadAllTextAsync(output);
    }
}
