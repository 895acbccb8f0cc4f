using System.CommandLine;
using Catalog.Cli.Output;

namespace Catalog.Cli.CommandLine;

/// <summary>Reads the command line and runs the verb it names.</summary>
internal static class CatalogCommandLine
{
    internal static async Task<int> RunAsync(string[] args, CommandEnvironment environment)
    {
        using var signals = new StopSignals();
        var arguments = Root(environment).Parse(args);
        if (arguments.Errors.Count > 0)
        {
            var output = new CommandOutput(environment, arguments.GetValue(GlobalFlags.Json));
            var problems = string.Join(' ', arguments.Errors.Select(error => error.Message));
            output.Fail(CommandException.Local(ExitCode.Usage, "usage", $"{problems} See `catalog {string.Join(' ', VerbPath(arguments))}--help`."));
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = environment.Output,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await arguments.InvokeAsync(configuration, signals.Token);
    }

    private static RootCommand Root(CommandEnvironment environment)
    {
        var root = new RootCommand("Data-mesh catalogue and feature store. Works against a running server, or with --local on a folder.")
        {
            GlobalFlags.Server,
            GlobalFlags.Local,
            GlobalFlags.Json,
        };
        foreach (var verb in Verbs())
        {
            verb.SetAction((arguments, cancellationToken) => VerbRunner.RunAsync(verb, arguments, environment, cancellationToken));
            root.Subcommands.Add(verb);
        }

        return root;
    }

    private static Verb[] Verbs() => [];

    private static IEnumerable<string> VerbPath(ParseResult arguments) =>
        arguments.CommandResult.Command is Verb verb ? [verb.Name + " "] : [];
}
