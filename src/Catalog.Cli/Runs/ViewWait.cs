using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Http;

namespace Catalog.Cli.Runs;

/// <summary>Waits until what is in the event log is in the stores of views, so that the next lookup and training set see it.</summary>
internal sealed class ViewWait(CommandContext context)
{
    private const string Route = "api/v1/views";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The view that is named, or all of them.</summary>
    internal async Task<IReadOnlyList<string>> ChooseAsync(string? view, CancellationToken cancellationToken)
        => view is null ? [.. (await ListAsync(cancellationToken)).Select(static one => one.Name)] : [view];

    /// <summary>Waits for the views.</summary>
    /// <returns>The views' states afterwards.</returns>
    /// <exception cref="CommandException">A view does not exist, or its writer fails.</exception>
    internal async Task<JsonArray> FlushAsync(IReadOnlyList<string> views, CancellationToken cancellationToken) =>
        await context.Output.WithProgressAsync("Writing views", async progress =>
        {
            using var reporting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var report = ReportAsync(views, progress, reporting.Token);
            try
            {
                var states = new JsonArray();
                foreach (var view in views)
                {
                    states.Add(await new Patience(context).AskAsync(
                        () => context.Api.PostAsync($"{Route}/{Answers.Escaped(view)}/flush", content: null, cancellationToken),
                        "The writers go on as soon as the server is back.",
                        cancellationToken));
                }

                return states;
            }
            finally
            {
                await reporting.CancelAsync();
                await report;
            }
        });

    /// <summary>Waits for all views of a source. A view that cannot be written is said and no failure: the events are safe in the log.</summary>
    internal async Task TryFlushSourceAsync(string source, CancellationToken cancellationToken)
    {
        var names = await TryAsync("Views", async () =>
            (await ListAsync(cancellationToken)).Where(view => view.Source == source).Select(static view => view.Name).ToList());
        await TryFlushAsync(names ?? [], cancellationToken);
    }

    /// <summary>Waits for the views; one that cannot be written is said and no failure.</summary>
    internal async Task TryFlushAsync(IReadOnlyList<string> views, CancellationToken cancellationToken)
    {
        foreach (var view in views)
        {
            await TryAsync($"The view '{view}'", () => FlushAsync([view], cancellationToken));
        }
    }

    /// <summary>Waits until each view's newest version answers. Everything stored must have been written.</summary>
    /// <returns>The views' states afterwards. A view that was removed meanwhile is not among them.</returns>
    internal async Task<JsonArray> UntilAnsweringAsync(IReadOnlyList<string> views, CancellationToken cancellationToken)
    {
        while (true)
        {
            var document = await new Patience(context).AskAsync(
                () => context.Api.GetAsync(Route, cancellationToken), "New versions are computed on as soon as the server is back.", cancellationToken);
            var wanted = document["items"]!.AsArray().OfType<JsonNode>().Where(item => views.Contains(item.To<ViewAnswer>().Name)).ToList(); // The door always has a list.
            if (wanted.TrueForAll(static item => item.To<ViewAnswer>() is var view && view.AnsweringVersion == view.Version))
            {
                return [.. wanted.Select(static item => item.DeepClone())];
            }

            await Task.Delay(Pause, context.Time, cancellationToken);
        }
    }

    /// <summary>All views.</summary>
    internal async Task<IReadOnlyList<ViewAnswer>> ListAsync(CancellationToken cancellationToken) =>
        (await context.Api.GetAsync(Route, cancellationToken)).To<ViewsAnswer>().Items;

    private async Task<T?> TryAsync<T>(string what, Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (CommandException failure)
        {
            context.Output.Note($"{what} may not show everything yet: {failure.Message}");
            return null;
        }
    }

    private async Task ReportAsync(IReadOnlyList<string> views, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, context.Time, cancellationToken);
                var writers = (await ListAsync(cancellationToken)).Where(view => views.Contains(view.Name)).SelectMany(static view => view.Writers).ToList();
                progress.Report(new WorkProgress(writers.Sum(static writer => writer.DurablePosition), writers.Sum(static writer => writer.EndOfLog), "events"));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or CommandException)
        {
            // Whoever waits for the views hears of it; this only shows how far they are.
        }
    }
}
