using System.Diagnostics;
using System.Text.Json;

namespace FeatureStore.Redis.Tests.Feast;

/// <summary>Feast's own client, in a Python process of its own (<c>feast_client.py</c>).</summary>
internal sealed class FeastClient : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feast-").FullName;
    private readonly Process _process;

    private FeastClient(int port, string project)
    {
        var start = new ProcessStartInfo("python3", ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, "Feast", "feast_client.py"), $"{port}", project, _folder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["FEAST_USAGE"] = "False";
        _process = Process.Start(start) ?? throw new InvalidOperationException("'python3' did not start.");
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts one; skips the test where Python has no Feast.</summary>
    internal static async Task<FeastClient> StartAsync(int port, string project)
    {
        using (var probe = Process.Start(new ProcessStartInfo("python3", ["-c", "import importlib.util as u, sys; sys.exit(0 if u.find_spec('feast') else 1)"]))!)
        {
            await probe.WaitForExitAsync(Token);
            Assert.SkipUnless(probe.ExitCode == 0, "The python3 on the path has no module feast. Run ./test.sh, which makes an environment with it.");
        }

        var client = new FeastClient(port, project);
        Assert.Equal("\"ready\"", await client._process.StandardOutput.ReadLineAsync(Token));
        return client;
    }

    /// <summary>Makes a view known, with entities and features by name and Feast's type.</summary>
    internal Task DefineAsync(string view, object entities, object features) => CallAsync(new { @do = "define", view, entities, features });

    /// <summary>Writes rows, given as columns.</summary>
    internal Task WriteAsync(string view, object columns, params string[] times) => CallAsync(new { @do = "write", view, columns, times });

    /// <summary>Looks features up; the answer has a list for each name.</summary>
    internal Task<JsonElement> ReadAsync(string[] features, params object[] rows) => CallAsync(new { @do = "read", features, rows });

    /// <summary>Takes the view out of the project, and its values out of the store.</summary>
    internal Task RemoveAsync(string view) => CallAsync(new { @do = "remove", view });

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> CallAsync(object call)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(call));
        await _process.StandardInput.FlushAsync(Token);
        var line = await _process.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException("Feast's client ended.");
        using var answer = JsonDocument.Parse(line);
        Assert.False(answer.RootElement.TryGetProperty("error", out var error), $"Feast says: {error}");
        return answer.RootElement.GetProperty("result").Clone();
    }
}
