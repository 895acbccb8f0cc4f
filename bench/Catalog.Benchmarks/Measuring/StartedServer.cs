using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Catalog.Benchmarks.Measuring;

/// <summary>A server in a process of its own, which ends with this object.</summary>
internal sealed class StartedServer : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Process _process;
    private readonly HttpClient _client;

    private StartedServer(Process process, Uri address) => (_process, _client) = (process, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) });

    /// <summary>Asks it.</summary>
    internal HttpClient Client => _client;

    /// <summary>Processor time it has used so far.</summary>
    internal double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Its resident memory.</summary>
    internal double MemoryMebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1_048_576.0;
        }
    }

    /// <param name="arguments">The assembly to run, then its arguments; where to listen is added.</param>
    internal static StartedServer Start(params string[] arguments)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [.. arguments, $"--urls={address}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new StartedServer(process, new Uri(address));
    }

    /// <summary>Waits for the first good answer of an address; the seconds since the start.</summary>
    internal async Task<double> UntilAnsweredAsync(string path)
    {
        while (true)
        {
            try
            {
                using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return _clock.Elapsed.TotalSeconds;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // Nobody listens yet.
            }

            await Task.Delay(Pause);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
