using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Servers;

/// <summary>
/// OpenStack Swift with its door for S3, on free ports and with its data in a temporary folder: four servers of Python and memcached. It verifies signatures and the hashes of bodies as Amazon's
/// does.
/// </summary>
public sealed class SwiftServer : IAsyncDisposable
{
    public const string AccessKey = "test:tester";
    public const string SecretKey = "testing";

    private static readonly string[] Parts = ["account", "container", "object", "proxy"];
    private static readonly string[] Programs = [.. Parts.Select(static part => $"swift-{part}-server"), "memcached"];

    private readonly string _folder = Directory.CreateTempSubdirectory("swift-").FullName;
    private readonly int[] _ports = FreePorts(Parts.Length + 1);
    private readonly List<Process> _processes = [];

    private SwiftServer()
    {
    }

    public int Port => _ports[3];

    public string Url => $"http://127.0.0.1:{Port}";

    private int CachePort => _ports[4];

    /// <summary>What has to be installed first; null where everything is.</summary>
    public static string? Missing => Array.TrueForAll(Programs, InstalledPrograms.Has)
        ? null
        : "OpenStack Swift is not on the path. Install the packages swift-proxy, swift-account, swift-container, swift-object and memcached.";

    /// <summary>Starts one.</summary>
    /// <exception cref="InvalidOperationException">Something is <see cref="Missing"/>, or it does not start.</exception>
    public static async Task<SwiftServer> StartAsync()
    {
        if (Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var server = new SwiftServer();
        await server.ConfigureAsync();
        await server.RestartAsync();
        return server;
    }

    /// <summary>Starts it again on the same ports and data.</summary>
    public async Task RestartAsync()
    {
        Start("memcached", "-u", "nobody", "-l", "127.0.0.1", "-p", Number(CachePort), "-U", "0", "-m", "16");
        foreach (var part in Parts)
        {
            Start($"swift-{part}-server", Path.Combine(_folder, $"{part}-server.conf"));
        }

        using var client = new HttpClient();
        for (var i = 0; i < Parts.Length; i++)
        {
            while (!await AnswersAsync(client, _ports[i], Parts[i] == "proxy" ? "info" : "healthcheck"))
            {
                if (_processes.Exists(static process => process.HasExited))
                {
                    throw new InvalidOperationException("A server of Swift ended at its start.");
                }

                await Task.Delay(50);
            }
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        _processes.Clear();
    }

    /// <summary>Makes a bucket, by Swift's own door.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> NewBucketAsync()
    {
        var name = $"bucket-{Guid.NewGuid():n}";
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Auth-User", AccessKey);
        client.DefaultRequestHeaders.Add("X-Auth-Key", SecretKey);
        using var signedIn = await client.GetAsync(new Uri($"{Url}/auth/v1.0"));
        client.DefaultRequestHeaders.Add("X-Auth-Token", signedIn.EnsureSuccessStatusCode().Headers.GetValues("X-Auth-Token"));
        using var made = await client.PutAsync(new Uri($"{Url}/v1/AUTH_test/{name}"), content: null);
        made.EnsureSuccessStatusCode();
        return name;
    }

    /// <summary>The files on the server's disk that hold objects.</summary>
    public IEnumerable<string> StoredFiles() => Directory.EnumerateFiles(Path.Combine(_folder, "data"), "*.data", SearchOption.AllDirectories);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        Array.ForEach(listeners, static listener => listener.Start());
        int[] ports = [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, static listener => listener.Dispose());
        return ports;
    }

    private static async Task<bool> AnswersAsync(HttpClient client, int port, string path)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/{path}"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"'{program}' did not start.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private async Task ConfigureAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data", "d1"));
        await WriteAsync("swift.conf", "[swift-hash]\nswift_hash_path_prefix = catalog\nswift_hash_path_suffix = catalog\n[storage-policy:0]\nname = gold\ndefault = yes\n");
        await MakeRingsAsync();
        for (var i = 0; i < 3; i++)
        {
            await WriteAsync(
                $"{Parts[i]}-server.conf",
                $"""
                [DEFAULT]
                devices = {_folder}/data
                mount_check = false
                disable_fallocate = true
                {Common(_ports[i])}
                [pipeline:main]
                pipeline = healthcheck {Parts[i]}-server
                [filter:healthcheck]
                use = egg:swift#healthcheck
                [app:{Parts[i]}-server]
                use = egg:swift#{Parts[i]}
                """);
        }

        string[] filters = ["catch_errors", "gatekeeper", "listing_formats", "bulk", "slo", "dlo", "versioned_writes", "copy"];
        await WriteAsync(
            "proxy-server.conf",
            $"""
            [DEFAULT]
            {Common(Port)}
            [pipeline:main]
            pipeline = catch_errors gatekeeper cache listing_formats bulk s3api tempauth slo dlo versioned_writes copy proxy-server
            [app:proxy-server]
            use = egg:swift#proxy
            account_autocreate = true
            [filter:cache]
            use = egg:swift#memcache
            memcache_servers = 127.0.0.1:{CachePort}
            [filter:tempauth]
            use = egg:swift#tempauth
            user_test_tester = {SecretKey} .admin
            [filter:s3api]
            use = egg:swift#s3api
            location = us-east-1
            {string.Join('\n', filters.Select(static filter => $"[filter:{filter}]\nuse = egg:swift#{filter}"))}
            """);
    }

    private string Common(int port) =>
        $"""
        bind_ip = 127.0.0.1
        bind_port = {port}
        workers = 0
        user = {Environment.UserName}
        swift_dir = {_folder}
        log_address = /nowhere
        """;

    /// <summary>Which server has what: here one of each kind. One process makes all three rings, since each start of Python takes a good part of a second.</summary>
    private async Task MakeRingsAsync()
    {
        var script = string.Concat(
            "import sys\nfrom swift.common.ring import RingBuilder\n",
            "for kind, port in zip(('account', 'container', 'object'), sys.argv[2:]):\n",
            "    ring = RingBuilder(4, 1, 0)\n",
            "    ring.add_dev(dict(id=0, region=1, zone=1, weight=1.0, ip='127.0.0.1', port=int(port), replication_ip='127.0.0.1', replication_port=int(port), device='d1', meta=''))\n",
            "    ring.rebalance()\n",
            "    ring.get_ring().save('%s/%s.ring.gz' % (sys.argv[1], kind))\n");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, _folder, .. _ports[..3].Select(Number)]))
            ?? throw new InvalidOperationException("'/usr/bin/python3' did not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("The rings of Swift could not be made.");
        }
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);
}
