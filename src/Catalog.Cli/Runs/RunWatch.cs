using Catalog.Cli.CommandLine;
using Catalog.Cli.Server;
using Catalog.Web.Http;

namespace Catalog.Cli.Runs;

/// <summary>Follows runs that others started; stopping it stops none of them.</summary>
internal sealed class RunWatch(CommandContext context)
{
    private static readonly string[] Underway = ["new", "running"];

    /// <summary>Follows one run to its end and shows it.</summary>
    /// <returns>Failed unless it completed.</returns>
    internal async Task<int> WatchAsync(Guid id, CancellationToken cancellationToken)
    {
        var route = $"api/v1/runs/{id}";
        var ended = await new Follower(context).FollowAsync(
            id.ToString(),
            () => context.Api.GetAsync(route, cancellationToken),
            static answer => !Underway.Contains(answer["run"]?["state"]?.ToString()),
            static answer => answer["run"]?["progress"] is { } progress ? RunReport.ProgressOf(progress) : null,
            "The run goes on as soon as the server is back.",
            cancellationToken);
        var detail = ended.To<RunDetailAnswer>();
        context.Output.Show(ended, console => RunReport.Write(console, detail));
        return detail.Run.State == "completed" ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Prints each run that begins or ends, until it is stopped.</summary>
    internal async Task<int> WatchAllAsync(CancellationToken cancellationToken)
    {
        if (context.Output.IsJson)
        {
            throw CommandException.Local(
                ExitCode.Usage, "usage", "--watch without the ID of a run has no end, so there is no one JSON document to print. Give an ID, or leave --json out.");
        }

        var states = new Dictionary<Guid, string>();
        await foreach (var change in context.Api.ReadEventsAsync("api/v1/runs/changes", cancellationToken))
        {
            var run = change.To<RunAnswer>();
            if (states.GetValueOrDefault(run.RunId) != run.State)
            {
                states[run.RunId] = run.State;
                await context.Environment.Output.WriteLineAsync(RunReport.Line(run));
            }
        }

        throw CommandException.Local(ExitCode.Unreachable, "unreachable", $"The server at '{context.Api.Address}' ended the stream of runs; it is being stopped.");
    }
}
