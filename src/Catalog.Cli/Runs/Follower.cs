using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;

namespace Catalog.Cli.Runs;

/// <summary>Watches work on the server until it ends, also over a restart of the server.</summary>
internal sealed class Follower(CommandContext context)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Watches with progress.</summary>
    /// <param name="title">What is watched, for people.</param>
    /// <param name="ask">Asks how it stands.</param>
    /// <param name="hasEnded">Whether an answer is the last one.</param>
    /// <param name="progressOf">How far an answer says it is; null when it does not say.</param>
    /// <param name="goesOn">What becomes of the work when the server stays away, as a sentence.</param>
    /// <param name="cancellationToken">Stops the watching, not the work.</param>
    /// <returns>The last answer.</returns>
    internal Task<JsonNode> FollowAsync(
        string title,
        Func<Task<JsonNode>> ask,
        Predicate<JsonNode> hasEnded,
        Func<JsonNode, WorkProgress?> progressOf,
        string goesOn,
        CancellationToken cancellationToken) => context.Output.WithProgressAsync(title, async progress =>
    {
        var patience = new Patience(context);
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            var answer = await patience.AskAsync(ask, goesOn, cancellationToken);
            if (hasEnded(answer))
            {
                return answer;
            }

            if (progressOf(answer) is { } value)
            {
                progress.Report(value);
            }

            await Task.Delay(pause, context.Time, cancellationToken);
        }
    });

    /// <summary>Asks the server to undo or stop something although the command itself is being stopped. What fails is said, no more.</summary>
    internal async Task TidyAsync(string what, Func<CancellationToken, Task> call)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), context.Time);
        try
        {
            await call(limit.Token);
        }
        catch (Exception error) when (error is CommandException or OperationCanceledException)
        {
            context.Output.Note($"{what} failed: {error.Message}");
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
}
