using Servers;

namespace FeatureStore.DuckDb.Tests.Support;

/// <summary>Scripts that lie beside the tests, run by the Python on the path.</summary>
internal static class PythonScripts
{
    /// <summary>Runs a script; skips the test where Python lacks a module that it needs.</summary>
    /// <param name="module">The module.</param>
    /// <param name="script">The script, below the folder of the tests.</param>
    /// <param name="arguments">What it is given.</param>
    /// <returns>What it printed.</returns>
    internal static async Task<string> RunAsync(string module, string script, params IEnumerable<string> arguments)
    {
        var missing = await PythonProcess.MissingAsync(module);
        Assert.SkipWhen(missing is not null, missing ?? string.Empty);
        var (exitCode, output, errors) = await PythonProcess.RunAsync([Path.Combine(AppContext.BaseDirectory, script), .. arguments], cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, errors);
        return output;
    }
}
