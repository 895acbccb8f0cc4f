using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace EndToEnd.Tests.Infrastructure;

/// <summary>The built product as a process of its own, on a data folder that outlives it, so that it can be killed and started again.</summary>
internal sealed class CatalogProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private CatalogProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
    }

    internal Uri Address { get; }

    internal HttpClient Http { get; }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    /// <summary>Everything the process printed so far.</summary>
    internal string Output => string.Join('\n', _output);

    /// <summary>
    /// Starts the product and waits until it is ready. With <paramref name="samples"/> it loads the samples into an empty catalogue; <paramref name="address"/> is where an earlier process
    /// was, a new one when null.
    /// </summary>
    internal static async Task<CatalogProcess> StartAsync(
        string dataDirectory, bool samples, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? settings = null, Uri? address = null)
    {
        var catalog = Launch(dataDirectory, samples, settings, address);
        await catalog.WaitUntilReadyAsync(cancellationToken);
        return catalog;
    }

    /// <summary>Starts the product without waiting. <paramref name="program"/> is another build of it.</summary>
    internal static CatalogProcess Launch(string dataDirectory, bool samples, IReadOnlyDictionary<string, string>? settings = null, Uri? address = null, string? program = null)
    {
        address ??= new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var start = new ProcessStartInfo(program ?? Repository.WebProgram)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataDirectory,
        };
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["Catalog__DataDirectory"] = dataDirectory;
        start.Environment["Catalog__LoadSamples"] = samples ? "true" : "false";
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        var process = new Process { StartInfo = start };
        var catalog = new CatalogProcess(process, address);
        process.OutputDataReceived += (_, line) => catalog.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => catalog.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return catalog;
    }

    /// <summary>Waits until everything in the log is in both stores of a view.</summary>
    internal async Task FlushAsync(string view, CancellationToken cancellationToken)
    {
        using var answer = await Http.PostAsync($"/api/v1/views/{view}/flush", null, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"The flush of '{view}' was answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}\n{Output}");
    }

    internal async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < StartPatience)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The product ended with {_process.ExitCode} before it was ready:\n{Output}");
            }

            if (await IsReadyAsync(cancellationToken))
            {
                return;
            }

            await Task.Delay(50, cancellationToken);
        }

        throw new TimeoutException($"The product was not ready after {StartPatience}:\n{Output}");
    }

    /// <summary>Waits until the process ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> WaitUntilEndedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal, such as STOP.</summary>
    internal async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends the process as <c>kill -9</c> does and waits until it is gone.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
