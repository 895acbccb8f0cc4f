using System.CommandLine;
using System.Text.Json;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Core.Errors;

namespace Catalog.Cli.CommandLine;

/// <summary>Runs a verb and turns everything that can go wrong into a problem document and an exit code.</summary>
internal static class VerbRunner
{
    internal static async Task<int> RunAsync(
        Verb verb, ParseResult arguments, GlobalFlags flags, CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var output = new CommandOutput(environment, arguments.GetValue(flags.Json));
        try
        {
            await using var connection = arguments.GetValue(flags.Local) is { } folder
                ? await CatalogConnection.ToFolderAsync(folder, environment.StartHost, cancellationToken)
                : CatalogConnection.ToServer(arguments.GetValue(flags.Server) ?? environment.DefaultServer ?? GlobalFlags.StandardServer);
            var key = verb.IsForAdministrators ? environment.AdminKey : environment.ApiKey;
            return await verb.RunAsync(new CommandContext(arguments, connection.With(key), output, environment), cancellationToken);
        }
        catch (Exception error) when (Explain(error, cancellationToken) is not null)
        {
            var failure = Explain(error, cancellationToken)!; // The filter has seen it.
            output.Fail(failure);
            return failure.ExitCode;
        }
    }

    private static CommandException? Explain(Exception error, CancellationToken cancellationToken) => error switch
    {
        CommandException failure => failure,
        OperationCanceledException when cancellationToken.IsCancellationRequested =>
            CommandException.Local(ExitCode.Cancelled, "cancelled", "Stopped before the end."),
        CatalogException failure => CommandException.Thrown(failure),
        JsonException failure => CommandException.Local(
            ExitCode.Failed, "unexpected-answer", $"The server's answer is not the JSON that this version of `catalog` expects: {failure.Message}"),
        FileNotFoundException or DirectoryNotFoundException => CommandException.Local(ExitCode.NotFound, "file-not-found", error.Message),
        IOException or UnauthorizedAccessException or InvalidDataException => CommandException.Local(ExitCode.Failed, "file-access", error.Message),
        _ => null,
    };
}
