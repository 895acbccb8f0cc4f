using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Servers;

/// <summary>A Redis server of its own on a free port, with its append-only file in a temporary folder.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(int port, string[] arguments) => (Port, _arguments) = (port, arguments);

    /// <summary>What has to be installed first; null where everything is.</summary>
    public static string? Missing => InstalledPrograms.Has("redis-server") ? null : "There is no redis-server on the path. Install the package redis-server.";

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts one.</summary>
    /// <exception cref="InvalidOperationException">Something is <see cref="Missing"/>, or it does not start.</exception>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        if (Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var server = new RedisServer(FreePort(), arguments);
        await server.RestartAsync();
        return server;
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task RestartAsync()
    {
        string[] fixedArguments = ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--logfile", "redis.log"];
        _process = Process.Start(new ProcessStartInfo("redis-server", [.. fixedArguments, .. _arguments])) ?? throw new InvalidOperationException("'redis-server' did not start.");
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"redis-server ended: {await LogAsync()}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Sends a signal, such as STOP.</summary>
    public async Task SignalAsync(string signal) => await RunAsync("kill", $"-{signal}", $"{_process!.Id}");

    /// <summary>Runs a command of Redis and gives what it answers.</summary>
    public Task<string> CommandAsync(params string[] command) => RunAsync("redis-cli", ["-p", $"{Port}", .. command]);

    /// <summary>Runs a program and gives what it prints.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync() => (await CommandAsync("ping")).Trim() == "PONG";

    private async Task<string> LogAsync()
    {
        var log = Path.Combine(_folder, "redis.log");
        return File.Exists(log) ? await File.ReadAllTextAsync(log) : "no log";
    }
}
