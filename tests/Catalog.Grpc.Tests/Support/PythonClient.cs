using Servers;

namespace Catalog.Grpc.Tests.Support;

/// <summary>Runs <c>client.py</c>.</summary>
internal static class PythonClient
{
    /// <summary>Runs one part of it.</summary>
    /// <returns>The last line that it printed.</returns>
    internal static async Task<string> RunAsync(string part, Uri address, CancellationToken cancellationToken, Action<string>? onLine = null)
    {
        var missing = await PythonProcess.MissingAsync("grpc", "grpc_health", "grpc_reflection");
        Assert.SkipWhen(missing is not null, missing ?? string.Empty);
        var (exitCode, output, errors) = await PythonProcess.RunAsync([Path.Combine(AppContext.BaseDirectory, "Support", "client.py"), part, address.Authority], onLine, cancellationToken);
        Assert.True(exitCode == 0, errors);
        return output.TrimEnd().Split('\n')[^1];
    }
}
