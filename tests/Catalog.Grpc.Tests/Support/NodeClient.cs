using System.ComponentModel;
using System.Diagnostics;

namespace Catalog.Grpc.Tests.Support;

/// <summary>Runs <c>Node/client.js</c> where it stands, beside its packages.</summary>
internal static class NodeClient
{
    private static readonly string Script = Path.Combine(FindRoot(), "tests", "Catalog.Grpc.Tests", "Node", "client.js");

    /// <summary>Runs one part of it.</summary>
    /// <returns>The last line that it printed.</returns>
    internal static async Task<string> RunAsync(string part, Uri address, CancellationToken cancellationToken)
    {
        using var process = Start(part, address);
        Assert.SkipWhen(process is null, "There is no node on the path; it calls the server with @grpc/grpc-js.");
        var errors = process!.StandardError.ReadToEndAsync(cancellationToken); // There, as was said.
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return output.TrimEnd().Split('\n')[^1];
    }

    private static Process? Start(string part, Uri address)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", [Script, part, address.Authority]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Catalog.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests do not run below Catalog.sln.");
        }

        return directory;
    }
}
