using System.Diagnostics;

namespace FeatureStore.DuckDb.Tests.Support;

/// <summary>Scripts that lie beside the tests, run by the Python on the path.</summary>
internal static class PythonScripts
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs a script; skips the test where Python lacks a module that it needs.</summary>
    /// <param name="module">The module.</param>
    /// <param name="script">The script, below the folder of the tests.</param>
    /// <param name="arguments">What it is given.</param>
    /// <returns>What it printed.</returns>
    internal static async Task<string> RunAsync(string module, string script, params IEnumerable<string> arguments)
    {
        var (found, _, _) = await StartAsync("-c", $"import {module}");
        Assert.SkipUnless(found == 0, $"The python3 on the path has no module {module}. Run ./test.sh, which makes an environment with it.");

        var (exitCode, output, errors) = await StartAsync([Path.Combine(AppContext.BaseDirectory, script), .. arguments]);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> StartAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("'python3' did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await errors);
    }
}
