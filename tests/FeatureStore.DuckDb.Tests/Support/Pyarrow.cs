using System.Diagnostics;

namespace FeatureStore.DuckDb.Tests.Support;

/// <summary>Arrow as pyarrow reads it, in a Python process (<c>compare_arrow.py</c>).</summary>
internal static class Pyarrow
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Compares every <c>NAME.arrows</c> of a folder with <c>NAME.parquet</c>; gives rows and batches by name. Skips the test where Python has no pyarrow.</summary>
    internal static async Task<IReadOnlyDictionary<string, (int Rows, int Batches)>> CompareAsync(string folder)
    {
        var (found, _, _) = await RunAsync("-c", "import pyarrow.parquet");
        Assert.SkipUnless(found == 0, "The python3 on the path has no module pyarrow. Run ./test.sh, which makes an environment with it.");

        var (exitCode, output, errors) = await RunAsync(Path.Combine(AppContext.BaseDirectory, "Tables", "compare_arrow.py"), folder);
        Assert.True(exitCode == 0, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' '))
            .ToDictionary(static parts => parts[0], static parts => (int.Parse(parts[1], null), int.Parse(parts[2], null)));
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("'python3' did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await errors);
    }
}
