using System.Diagnostics;
using System.Net.Sockets;

namespace Servers.Kafka;

/// <summary>Runs brokers from the jars of a distribution, each its own controller, without the scripts that come with it.</summary>
/// <param name="Home">Folder of the distribution, with <c>libs</c> in it.</param>
internal sealed record DistributedKafka(string Home) : KafkaEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    internal override async Task<string> StartAsync(string folder)
    {
        var portFile = Path.Combine(folder, "port");
        if (!File.Exists(portFile))
        {
            var (port, controller) = (RedisServer.FreePort(), RedisServer.FreePort());
            await File.WriteAllTextAsync(Path.Combine(folder, "server.properties"), Properties(folder, port, controller));
            var id = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            await RunAsync(folder, $"\"${{kafka[@]}}\" kafka.tools.StorageTool format --cluster-id '{id}' --config server.properties >format.log 2>&1");
            await File.WriteAllTextAsync(portFile, $"{port}");
        }

        await RunAsync(folder, "setsid \"${kafka[@]}\" kafka.Kafka server.properties >>kafka.log 2>&1 </dev/null & echo $! >pid");
        var address = $"127.0.0.1:{await File.ReadAllTextAsync(portFile)}";
        await WaitAsync(folder, address);
        return address;
    }

    internal override async Task KillAsync(string folder)
    {
        var file = Path.Combine(folder, "pid");
        if (File.Exists(file))
        {
            await RunAsync(folder, "pid=$(cat pid); kill -KILL $pid || true; while kill -0 $pid; do sleep 0.05; done 2>/dev/null; rm pid");
        }
    }

    private static string Properties(string folder, int port, int controller) => $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{controller}
        listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
        advertised.listeners=PLAINTEXT://127.0.0.1:{port}
        controller.listener.names=CONTROLLER
        log.dirs={folder}/data
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        offsets.topic.num.partitions=8
        transaction.state.log.num.partitions=8
        group.initial.rebalance.delay.ms=0
        broker.session.timeout.ms=5000
        broker.heartbeat.interval.ms=500
        """;

    private static async Task WaitAsync(string folder, string address)
    {
        var clock = Stopwatch.StartNew();
        var started = Path.Combine(folder, "kafka.log");
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", int.Parse(address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
                return;
            }
            catch (SocketException) when (clock.Elapsed < Patience)
            {
                await Task.Delay(200);
            }
            catch (SocketException)
            {
                throw new InvalidOperationException($"The broker did not answer at {address} within {Patience.TotalSeconds:0} s: {await File.ReadAllTextAsync(started)}");
            }
        }
    }

    /// <summary>Runs shell commands in the folder, with <c>kafka</c> for the JVM of the distribution. Output goes to files there, because a broker that is left behind would keep a pipe open.</summary>
    private async Task RunAsync(string folder, string commands)
    {
        var speed = IsForMeasuring ? string.Empty : "-XX:TieredStopAtLevel=1";
        var kafka = $"kafka=(java -Xmx512m -XX:+UseSerialGC {speed} -cp '{Home}/libs/*')";
        using var process = Process.Start(new ProcessStartInfo("bash", ["-ec", $"cd '{folder}'; {kafka}; {commands}"]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{commands}' with '{Home}' ended with {process.ExitCode}; its log lies in '{folder}'.");
        }
    }
}
