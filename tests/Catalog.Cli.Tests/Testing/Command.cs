using Catalog.Cli.CommandLine;
using Catalog.Web.Composition;

namespace Catalog.Cli.Tests.Testing;

/// <summary>The command line inside this process, with its own output, input and clock.</summary>
internal sealed record Command
{
    internal string? Server { get; init; }

    internal string? ApiKey { get; init; }

    internal string? AdminKey { get; init; }

    internal string Input { get; init; } = string.Empty;

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal CancellationToken Stop { get; init; } = TestContext.Current.CancellationToken;

    internal Stream Bytes { get; init; } = Stream.Null;

    internal async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        var environment = new CommandEnvironment
        {
            Output = output,
            Error = TextWriter.Synchronized(errors),
            StartHost = CatalogHost.StartAsync,
            OpenInput = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Input)),
            OpenOutput = () => Bytes,
            DefaultServer = Server,
            ApiKey = ApiKey,
            AdminKey = AdminKey,
            User = "tester",
            Time = Time,
        };
        var exitCode = await CatalogCommandLine.RunAsync(arguments, environment, Stop);
        return new CommandResult(exitCode, output.ToString(), errors.ToString());
    }
}
