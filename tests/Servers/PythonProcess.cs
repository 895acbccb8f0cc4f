using System.ComponentModel;
using System.Diagnostics;

namespace Servers;

/// <summary>Programs in the Python of the path; <c>./test.sh</c> puts an environment with pandas, pyarrow, grpcio and Feast there.</summary>
public static class PythonProcess
{
    /// <summary>Runs Python to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="onLine">Hears each line of its output as it comes; null for nobody.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>How it ended, and all that it printed.</returns>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(IEnumerable<string> arguments, Action<string>? onLine = null, CancellationToken cancellationToken = default)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("'python3' did not start.");
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = new StringWriter();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            output.WriteLine(line);
            onLine?.Invoke(line);
        }

        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output.ToString(), await errors);
    }

    /// <summary>Why a test that needs these modules cannot run; null if it can.</summary>
    public static async Task<string?> MissingAsync(params string[] modules)
    {
        try
        {
            var (exitCode, _, _) = await RunAsync(["-c", $"import {string.Join(", ", modules)}"]);
            return exitCode == 0 ? null : $"The python3 on the path has no module {string.Join(", ", modules)}. Run ./test.sh, which makes an environment with it.";
        }
        catch (Win32Exception)
        {
            return "There is no python3 on the path. Run ./test.sh, which installs it.";
        }
    }
}
