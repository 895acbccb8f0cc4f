using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Runs;
using Catalog.Cli.Server;
using Catalog.Web.Http;
using FeatureStore.TrainingSets;

namespace Catalog.Cli.Features;

/// <summary>Has the server build a training set, downloads it, and leaves nothing behind there unless it is to be kept.</summary>
internal sealed class TrainingSetDownload(CommandContext context, bool keep)
{
    internal const string Route = "api/v1/training-sets";

    private static readonly string[] EndStates = ["completed", "failed", "cancelled"];

    private readonly Follower _follower = new(context);

    /// <summary>Does all of it.</summary>
    /// <param name="spec">What it is to hold.</param>
    /// <param name="entities">File with the entity frame; null when the specification has a range.</param>
    /// <param name="targets">Where the whole goes, under no name, and its parts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The server's document of the complete training set.</returns>
    /// <exception cref="CommandException">It was refused, or could not be built.</exception>
    internal async Task<JsonObject> RunAsync(TrainingSetSpec spec, string? entities, IReadOnlyList<(string? Split, NewFile File)> targets, CancellationToken cancellationToken)
    {
        var started = entities is null
            ? await context.Api.PostDocumentAsync(Route, spec, cancellationToken)
            : await new FileSender(context).SendAsync(Route, entities, content => ToForm(spec, content, entities), cancellationToken);
        var set = started.To<TrainingSetAnswer>();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ended = await FollowAsync(set, cancellationToken);
            foreach (var (split, file) in targets)
            {
                await DownloadAsync(set.Name, spec.Format, split, file, cancellationToken);
            }

            return ended.AsObject();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CancelAsync(set);
            throw;
        }
        finally
        {
            if (!keep)
            {
                await _follower.TidyAsync($"Removing the training set '{set.Name}' from the server", token => context.Api.DeleteAsync($"{Route}/{set.Name}", token));
            }
        }
    }

    /// <summary>Has the server build a training set once more from its manifest, and follows that.</summary>
    /// <returns>The server's document of the rebuilt training set.</returns>
    /// <exception cref="CommandException">It was refused, or could not be built.</exception>
    internal async Task<JsonObject> RebuildAsync(string name, TrainingSetRebuildSpec spec, CancellationToken cancellationToken)
    {
        var started = await context.Api.PostDocumentAsync($"{Route}/{Answers.Escaped(name)}/rebuild", spec, cancellationToken);
        var set = started.To<TrainingSetAnswer>();
        try
        {
            return (await FollowAsync(set, cancellationToken)).AsObject();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CancelAsync(set);
            throw;
        }
    }

    /// <summary>Writes a complete training set, or one part of it, to a file.</summary>
    internal Task DownloadAsync(string name, string? format, string? split, NewFile target, CancellationToken cancellationToken) =>
        context.Output.WithProgressAsync("Downloading", async progress =>
        {
            await context.Api.DownloadAsync(
                new Query($"{Route}/{Answers.Escaped(name)}/download").Add("format", format).Add("split", split).ToString(), target.Stream, progress, cancellationToken);
            await target.CompleteAsync();
            return true;
        });

    private Task CancelAsync(TrainingSetAnswer set)
        => _follower.TidyAsync($"Cancelling the training set '{set.Name}'", token => context.Api.PostAsync($"{Route}/{set.Id}/cancel", content: null, token));

    private static MultipartFormDataContent ToForm(TrainingSetSpec spec, FileContent content, string entities) => new()
    {
        { JsonContent.Create(spec, options: JsonSerializerOptions.Web), "spec" },
        { content, "frame", Path.GetFileName(entities) },
    };

    private async Task<JsonNode> FollowAsync(TrainingSetAnswer set, CancellationToken cancellationToken)
    {
        var ended = await _follower.FollowAsync(
            $"Building {set.Name}",
            () => AskAsync(set.Id, cancellationToken),
            static answer => EndStates.Contains(answer["state"]?.ToString()),
            static answer => answer["progress"] is { } progress ? RunReport.ProgressOf(progress) : null,
            $"The training set '{set.Name}' goes on as soon as the server is back.",
            cancellationToken);
        var answer = ended.To<TrainingSetAnswer>();
        return answer.State == "completed"
            ? ended
            : throw CommandException.Run(answer.Id, answer.Error?.Code ?? "cancelled", answer.Error?.Message ?? $"Somebody cancelled the training set '{set.Name}'.");
    }

    /// <summary>The training set; while it is built with the progress of its run.</summary>
    private async Task<JsonNode> AskAsync(Guid id, CancellationToken cancellationToken)
    {
        var set = await context.Api.GetAsync($"{Route}/{id}", cancellationToken);
        if (set["state"]?.ToString() == "running")
        {
            set["progress"] = await FindProgressAsync(id, cancellationToken);
        }

        return set;
    }

    private async Task<JsonNode?> FindProgressAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return (await context.Api.GetAsync($"api/v1/runs/{id}", cancellationToken))["run"]?["progress"]?.DeepClone();
        }
        catch (CommandException failure) when (failure.ExitCode == ExitCode.NotFound)
        {
            // The run is known a moment after the training set.
            return null;
        }
    }
}
