using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Catalog.Web.Http;

namespace Catalog.Cli.Runs;

/// <summary>A file or a replay that the command started: follows it, and stops it on the server when the command is stopped.</summary>
internal sealed class SourceRun(CommandContext context)
{
    private static readonly string[] EndStates = ["completed", "failed", "cancelled"];

    /// <summary>Follows the run to its end, and then until the views of the source show what it wrote.</summary>
    /// <param name="started">The answer that the run was started with.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The run as one flat document: what it did, then what it was.</returns>
    /// <exception cref="CommandException">The run failed or somebody stopped it.</exception>
    internal async Task<JsonObject> FinishAsync(JsonNode started, CancellationToken cancellationToken)
    {
        var run = started.To<IngestionRunAnswer>();
        var ended = await FollowAsync(run, cancellationToken);
        var answer = ended.To<IngestionRunAnswer>();
        if (answer.State != "completed")
        {
            throw Failed(answer);
        }

        await new ViewWait(context).TryFlushSourceAsync(run.Source, cancellationToken);
        return Flatten(ended.AsObject());
    }

    private async Task<JsonNode> FollowAsync(IngestionRunAnswer run, CancellationToken cancellationToken)
    {
        var follower = new Follower(context);
        var route = $"api/v1/sources/{Answers.Escaped(run.Source)}/runs/{run.RunId}";
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await follower.FollowAsync(
                run.Title,
                () => context.Api.GetAsync(route, cancellationToken),
                static answer => EndStates.Contains(answer["state"]?.ToString()),
                ProgressOf,
                $"The run {run.RunId} goes on as soon as the server is back; `catalog runs {run.RunId} --watch` shows it.",
                cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await follower.TidyAsync($"Cancelling the run {run.RunId}", token => context.Api.PostAsync(route + "/cancel", content: null, token));
            throw;
        }
    }

    private static WorkProgress? ProgressOf(JsonNode answer) => answer.To<IngestionRunAnswer>() switch
    {
        { Progress: { } progress, Kind: "file" } => new WorkProgress(progress.Done, progress.Total, WorkUnit.Bytes, Numbers.Count(progress.Read, "row")),
        { Progress: { } progress } => new WorkProgress(progress.Done, progress.Total, "events"),
        _ => null,
    };

    private static CommandException Failed(IngestionRunAnswer run) => CommandException.Run(
        run.RunId,
        run.Error?.Code ?? "cancelled",
        run.Error is { } error ? error.Message : $"Somebody cancelled the run of '{run.Title}'. What it wrote stays, and the same file goes on behind it.");

    private static JsonObject Flatten(JsonObject run)
    {
        var flat = new JsonObject();
        foreach (var (key, value) in (run["result"]?.AsObject() ?? []).Concat(run).Where(static member => member.Key is not ("result" or "progress" or "error")))
        {
            flat.TryAdd(key, value?.DeepClone());
        }

        return flat;
    }
}
