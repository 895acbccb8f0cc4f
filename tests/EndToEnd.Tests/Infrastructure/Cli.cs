using System.Diagnostics;
using System.Text.Json;

namespace EndToEnd.Tests.Infrastructure;

/// <summary>The built command line.</summary>
internal static class Cli
{
    /// <summary>Runs the command against a server.</summary>
    internal static async Task<CliResult> RunAsync(Uri server, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Start(server, arguments);
        return await EndAsync(process, cancellationToken);
    }

    /// <summary>Starts the command without waiting for its end.</summary>
    internal static Process Start(Uri server, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.CliProgram)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["CATALOG_SERVER"] = server.ToString();
        return Process.Start(start) ?? throw new InvalidOperationException($"'{Repository.CliProgram}' did not start.");
    }

    /// <summary>Waits for the end of a command.</summary>
    internal static async Task<CliResult> EndAsync(Process process, CancellationToken cancellationToken)
    {
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new CliResult(process.ExitCode, await output, await errors);
    }
}

/// <summary>What a command printed and how it ended.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The one JSON document of <c>--json</c>.</summary>
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    internal CliResult MustSucceed()
    {
        Assert.True(ExitCode == 0, $"The command ended with {ExitCode}.\n{Output}\n{Errors}");
        return this;
    }
}
