using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Server;
using Catalog.Web.Http;

namespace Catalog.Cli.Plans;

/// <summary>What plan and apply have in common: the path, <c>--prune</c>, and how a refusal is shown.</summary>
internal sealed class PlanFlags
{
    internal Argument<string> Path { get; } = new("path") { Description = "Folder or file with definitions in YAML.", HelpName = "PATH" };

    internal Option<bool> Prune { get; } = new("--prune") { Description = "Remove what is in force in the domains of PATH but no longer declared there." };

    internal void AddTo(Command verb)
    {
        verb.Arguments.Add(Path);
        verb.Options.Add(Prune);
    }

    /// <summary>Does the work; a refusal is shown with all that is wrong.</summary>
    internal async Task<int> RunAsync(CommandContext context, Func<DefinitionPath, Task<int>> work, CancellationToken cancellationToken)
    {
        var path = context.Value(Path)!; // The argument is required.
        try
        {
            return await work(await DefinitionPath.ReadAsync(path, cancellationToken));
        }
        catch (CommandException refused) when (refused.Code == "too-large")
        {
            refused.Problem["detail"] = $"The definitions in '{path}' are too large for one change. {refused.Message}";
            throw CommandException.Answered(HttpStatusCode.RequestEntityTooLarge, refused.Problem);
        }
        catch (CommandException failure) when (failure.Problem["findings"] is JsonArray findings)
        {
            context.Output.Fail(failure, console => FindingReport.Write(console, findings.To<FindingAnswer[]>(), path));
            return failure.ExitCode;
        }
    }
}
