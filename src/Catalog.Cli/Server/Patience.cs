using Catalog.Cli.CommandLine;
using Catalog.Web.Formatting;

namespace Catalog.Cli.Server;

/// <summary>Asks again while the server is away: work on the server goes on by itself after a restart, so a command that follows it need not end.</summary>
internal sealed class Patience(CommandContext context)
{
    internal static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Asks until there is an answer that is not about waiting.</summary>
    /// <param name="ask">The call. It may be made several times.</param>
    /// <param name="goesOn">What becomes of the work when the server stays away, as a sentence.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <param name="isWorthWaiting">Which failures are waited for; null for all that are said to be transient.</param>
    /// <exception cref="CommandException">The server refuses, or was away for longer than <see cref="Limit"/>.</exception>
    internal async Task<T> AskAsync<T>(Func<Task<T>> ask, string goesOn, CancellationToken cancellationToken, Predicate<CommandException>? isWorthWaiting = null)
    {
        isWorthWaiting ??= static failure => failure.IsTransient;
        var start = context.Time.GetTimestamp();
        for (var isNoted = false; ; isNoted = true)
        {
            try
            {
                return await ask();
            }
            catch (CommandException failure) when (isWorthWaiting(failure))
            {
                if (context.Time.GetElapsedTime(start) >= Limit)
                {
                    throw CommandException.Local(failure.ExitCode, failure.Code, $"{failure.Message} That went on for {Durations.Words(Limit)}. {goesOn}");
                }

                if (!isNoted)
                {
                    context.Output.Note($"{failure.Message} Trying again for {Durations.Words(Limit)}.");
                }

                await Task.Delay(failure.RetryAfter ?? Pause, context.Time, cancellationToken);
            }
        }
    }
}
