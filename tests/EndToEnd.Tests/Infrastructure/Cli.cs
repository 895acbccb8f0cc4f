using System.Diagnostics;
using System.Text.Json;

namespace EndToEnd.Tests.Infrastructure;

/// <summary>The built command line.</summary>
internal static class Cli
{
    /// <summary>Runs the command against a server.</summary>
    internal static async Task<CliResult> RunAsync(Uri server, CancellationToken cancellationToken, params string[] arguments)
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
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{Repository.CliProgram}' did not start.");
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
