using System.Diagnostics;
using System.Globalization;

namespace Ingestion.Postgres.Tests.Servers;

/// <summary>A PostgreSQL of a test's own in a temporary folder, with logical replication, reached over a Unix socket. It can be stopped and started again. Where none is installed, the test is skipped.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> One = new(() => StartAsync());

    private readonly string _binaries;
    private readonly string[] _settings;

    private PostgresServer(string binaries, string home, string[] settings) => (_binaries, Home, _settings) = (binaries, home, settings);

    internal string Home { get; }

    private string Data => Path.Combine(Home, "data");

    /// <summary>The server that tests share, each with databases of its own.</summary>
    internal static Task<PostgresServer> GetAsync() => One.Value;

    internal static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        if (FindBinaries() is not { } binaries)
        {
            Assert.Skip("PostgreSQL is not installed.");
            throw new UnreachableException();
        }

        var home = Directory.CreateTempSubdirectory("catalog-pg-").FullName;
        var server = new PostgresServer(binaries, home, settings);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Stop("immediate");
        if (IsRoot)
        {
            await RunAsync("chown", "-R", "nobody", home);
        }

        await server.RunBinaryAsync("initdb", "-D", server.Data, "-U", "catalog", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        await server.StartAgainAsync();
        return server;
    }

    internal string ConnectionOf(string database) => $"Host={Home};Username=catalog;Database={database};Timeout=15;Include Error Detail=true";

    /// <summary>Makes a database and runs some SQL in it.</summary>
    internal async Task<TestDatabase> CreateAsync(string sql)
    {
        var name = "t" + Guid.NewGuid().ToString("N")[..12];
        await new TestDatabase(this, "postgres").RunAsync($"CREATE DATABASE {name}");
        var database = new TestDatabase(this, name);
        await database.RunAsync(sql);
        return database;
    }

    internal Task StartAgainAsync() => RunBinaryAsync(
        "pg_ctl", "-D", Data, "-l", Path.Combine(Home, "log.txt"), "-w", "-t", "60", "-o",
        string.Join(' ', new[] { "listen_addresses=''", $"unix_socket_directories='{Home}'", "fsync=off", "wal_level=logical", "max_replication_slots=60", "max_wal_senders=60", "max_connections=150" }.Concat(_settings).Select(static setting => "-c " + setting)), "start");

    internal Task StopAsync(string mode) => RunBinaryAsync("pg_ctl", "-D", Data, "-m", mode, "-w", "stop");

    public ValueTask DisposeAsync()
    {
        Stop("immediate");
        return ValueTask.CompletedTask;
    }

    private static bool IsRoot => Environment.UserName == "root";

    private void Stop(string mode)
    {
        if (Directory.Exists(Home))
        {
            RunBinaryAsync("pg_ctl", "-D", Data, "-m", mode, "-w", "stop").ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
            Directory.Delete(Home, recursive: true);
        }
    }

    private static string? FindBinaries()
    {
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(static folder => Path.Combine(folder, "bin")) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':');
        return debian.OrderDescending(StringComparer.Ordinal).Concat(path).FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    // The server refuses to run as root.
    private Task RunBinaryAsync(string name, params string[] arguments)
    {
        var program = Path.Combine(_binaries, name);
        return IsRoot ? RunAsync("setpriv", ["--reuid", "nobody", "--clear-groups", "env", "HOME=" + Home, program, .. arguments]) : RunAsync(program, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server would keep a pipe open that nobody closes.
        var quoted = string.Join(' ', arguments.Prepend(program).Select(static part => "'" + part.Replace("'", "'\\''", StringComparison.Ordinal) + "'"));
        var log = Path.GetTempFileName();
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec {quoted} >{log} 2>&1 </dev/null"]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        var output = await File.ReadAllTextAsync(log);
        File.Delete(log);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{program} {arguments[0]} ended with {process.ExitCode}: {output}"));
        }
    }
}
