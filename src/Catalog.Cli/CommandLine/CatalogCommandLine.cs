using System.CommandLine;
using System.CommandLine.Parsing;
using Catalog.Cli.Output;
using Catalog.Cli.Verbs;

namespace Catalog.Cli.CommandLine;

/// <summary>Reads the command line and runs the verb it names.</summary>
internal static class CatalogCommandLine
{
    /// <summary>Runs one command. When the token is cancelled, the command cleans up and ends with <see cref="ExitCode.Cancelled"/>.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(string[] args, CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var flags = new GlobalFlags();

        // An argument that begins with @ is a text as any other, not the name of a file with more arguments.
        var arguments = Root(environment, flags).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (arguments.Errors.Count > 0)
        {
            var output = new CommandOutput(environment, arguments.GetValue(flags.Json));
            output.Fail(CommandException.Local(ExitCode.Usage, "usage", $"{ProblemsOf(arguments)} See `catalog {VerbPath(arguments)}--help`."));
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = environment.Output,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await arguments.InvokeAsync(configuration, cancellationToken);
    }

    /// <summary>Everything that the command line knows.</summary>
    internal static RootCommand Root(CommandEnvironment environment, GlobalFlags flags)
    {
        var root = new RootCommand("Data-mesh catalogue and feature store. Works against a running server, or with --local on a folder.")
        {
            flags.Server,
            flags.Local,
            flags.Json,
        };
        foreach (var verb in Verbs())
        {
            verb.SetAction((arguments, cancellationToken) => VerbRunner.RunAsync(verb, arguments, flags, environment, cancellationToken));
            verb.Validators.Add(flags.Validate);
            root.Subcommands.Add(verb);
        }

        return root;
    }

    private static Verb[] Verbs() =>
    [
        new PlanVerb(),
        new ApplyVerb(),
        new GetVerb(),
        new IngestVerb(),
        new PushVerb(),
        new QuarantineVerb(),
        new ChecksVerb(),
        new TrainingSetVerb(),
        new TrainingSetsVerb(),
        new LookupVerb(),
        new ExplainVerb(),
        new MaterializeVerb(),
        new BackfillVerb(),
        new VerifyVerb(),
        new EraseVerb(),
        new ErasuresVerb(),
        new ConsumersVerb(),
        new VacuumVerb(),
        new SourcesVerb(),
        new ViewsVerb(),
        new RunsVerb(),
        new LineageVerb(),
        new StatusVerb(),
    ];

    private static string ProblemsOf(ParseResult arguments) => (arguments.CommandResult.Command, arguments.UnmatchedTokens) switch
    {
        (RootCommand, [var word, ..]) => $"There is no verb '{word}'.",
        (RootCommand, _) when arguments.Errors.Count == 1 => "There is no verb.",
        _ => string.Join(' ', arguments.Errors.Select(Words).Distinct()),
    };

    private static string VerbPath(ParseResult arguments) => arguments.CommandResult.Command is Verb verb ? verb.Name + " " : string.Empty;

    // The library names the verb alone, which the person has just typed.
    private static string Words(ParseError error) => error.SymbolResult is ArgumentResult { Tokens.Count: 0 } missing
        ? $"{missing.Argument.HelpName ?? missing.Argument.Name.ToUpperInvariant()} is missing: {Lower(missing.Argument.Description)}"
        : error.Message;

    private static string? Lower(string? sentence) => sentence is { Length: > 1 } && !char.IsUpper(sentence[1]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : sentence;
}
